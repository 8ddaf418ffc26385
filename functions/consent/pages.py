"""The privacy notice and the rules of processing, as pages of the site: made from the purposes and notices the code uses.

`python -m functions.consent.pages` writes them; a test holds them to it.
"""

from pathlib import Path

from functions.consent.notices import CURRENT
from functions.consent.purposes import PURPOSES

ROOT = Path(__file__).resolve().parents[2]
NOTICE = Path("site/privacy/index.md")
RULES = Path("site/privacy/rules.md")
_KINDS = {"general": "一般同意", "separate": "单独同意"}


def notice_page() -> str:
    """The privacy notice: every notice that people agree to, word for word, with its version and hash."""
    parts = [
        "---\ntitle: 隐私告知书\n---\n\n# 隐私告知书\n\n您同意过的每一份告知书都在这里，一字不差。每一份有版本和摘要（SHA-256），"
        "和您的同意记录里写的一致。\n",
    ]
    for notice in CURRENT.values():
        lines = "\n\n".join(notice.text.splitlines())
        mark = f'版本 {notice.version}，摘要 <code class="v-hash">{notice.sha256}</code>'
        parts.append(f'## {notice.title} {{ #{notice.purpose} }}\n\n{lines}\n\n<p class="v-hint">{mark}</p>\n')
    return "\n".join(parts)


def rules_page() -> str:
    """The rules of processing: what is used for what, who sees it, how long it is kept, and how to end it."""
    head = """---
title: 个人信息处理规则
---

# 个人信息处理规则

依据《个人信息保护法》第十七条。本页由程序所用的同一份清单生成，程序怎样处理，这里就怎样写。

## 谁在处理

本区志愿服务主管部门（名称写在每一页的最上面），通过本系统处理。要行使权利，请到[更正和注销](../rights.md)、[账号与密码](../account.md)，或者到主管部门窗口。

## 为了什么，用哪些信息
"""
    parts = [head]
    for purpose in PURPOSES:
        rows = (
            ("需要", _KINDS[purpose.kind]),
            ("用哪些信息", purpose.data),
            ("谁能看到", purpose.receivers),
            ("保存多久", purpose.retention),
            ("怎样撤回", purpose.withdrawal),
        )
        facts = "\n".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in rows)
        parts.append(f'### {purpose.name} {{ #{purpose.code} }}\n\n<dl class="v-facts">\n{facts}\n</dl>\n')
    return "\n".join([*parts, _FOOT])


_FOOT = """## 从不收集

位置、人脸、指纹、通讯录、设备标识。签到不定位；页面不向其他网站发送任何请求。

## 不满十四周岁的

由监护人同意，记下监护人的姓名、关系和电话。工作人员查看未成年人的记录要写明理由，每一次都列入年度清单。

## 怎样保护

证件号码、手机号、出生年月、监护人、投诉内容加密保存，密钥和数据分开。任何证件号码、手机号不出现在网址、日志和公开页面里。
谁看过您的记录，在[分享和查看记录](../sharing.md)里能看到。

## 您的权利

- 查看、取走：[我的记录](../record.md)，[账号与密码](../account.md)里的“取走我的数据”。
- 更正、注销：[更正和注销](../rights.md)，15 个工作日内办理。
- 撤回同意：和给出同意一样方便，马上生效。撤回以前已经进行的处理仍然有效。
- 证件被别人登记：[证件被人登记](../register/document.md)。
- 投诉：[投诉举报](../complaints.md)。

告知书全文见[隐私告知书](index.md)。
"""


def main() -> None:
    for path, text in ((NOTICE, notice_page()), (RULES, rules_page())):
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
