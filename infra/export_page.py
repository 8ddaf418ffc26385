"""Writes the page that says what is what in an export. Run ``python -m infra.export_page`` after a change of ``export/fields.yaml``."""

import sys
from collections.abc import Iterator
from pathlib import Path

from infra import exporting

PAGE = Path(__file__).parent.parent / "site" / "developers" / "export.md"
_HEAD = """<!-- Written by `python -m infra.export_page` from infra/export/fields.yaml: do not edit. -->
# 导出格式说明

给要接收一个区县全部数据的系统的开发者。`make export-all` 写出一个文件夹：一张表一个 `.jsonl` 文件（UTF-8，每行一条 JSON），\
另有 `manifest.json`，写明格式版本、每个文件的条数和 SHA-256，\
结构见 [vsr-export-1.json](/schemas/vsr-export-1.json)（JSON Schema 2020-12）。

- 没有值的字段不写。日期写成 `2026-05-01`；时间是 UTC 的 ISO 8601，例如 `2026-05-01T01:00:00.000000Z`；时长是整分钟。
- 标有“加密”的字段，只有加了 `--open-sealed` 才写，写的是明文；不加就没有这些字段。
- 密码、动态码密钥、印章私钥、登录状态、各种一次性的码和带密钥的指纹，任何情况下都不写。志愿者在新系统里重新设置密码。
- 已经出具的证明：`certificate_checks` 是任何人凭编号能查到的内容，\
`certificate_snapshots` 是证明的全文（加密）。签名公钥在 `signing_keys`，离开以后仍可用来核对文件上的签名。

## 表和字段 { #tables }
"""


def _table(fields: exporting.TableFields, names: dict[str, str], known: dict[str, str]) -> Iterator[str]:
    yield f"\n### {fields.table} {{ #{fields.table.replace('_', '-')} }}\n\n{fields.says}\n\n"
    yield "| 字段 | 类型 | 含义 |\n|---|---|---|\n"
    for name in fields.fields:
        kind = "时间" if name == "expires" else known[name]
        yield f"| `{name}` | {kind} | {names[name]} |\n"
    for name, sealed in fields.sealed.items():
        kind = {"text": "文本", "json": "JSON", "packed": "JSON", "bytes": "base64"}[sealed.form]
        yield f"| `{name}` | {kind}，加密 | {names[name]} |\n"
    if fields.withheld:
        yield f"\n不写：{'、'.join(f'`{name}`' for name in fields.withheld)}。\n"


def page() -> str:
    """The page as it should stand."""
    told, models = exporting.description(), exporting.models()
    text = [_HEAD]
    for fields in told.tables:
        found = exporting.attributes(models[fields.table])
        text += _table(fields, told.names, {name: exporting.kind_of(each) for name, each in found.items()})
    text += ["\n## 不导出的表 { #left-out }\n\n| 表 | 为什么 |\n|---|---|\n"]
    text += [f"| `{table}` | {why} |\n" for table, why in told.left_out.items()]
    return "".join(text)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name}\n")
