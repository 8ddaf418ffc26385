"""The notices people agree to, each version kept for good: what was agreed to must stay readable."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """``text`` is plain paragraphs. ``sha256`` names exactly this text."""

    purpose: str
    version: str
    title: str
    text: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


_REGISTRATION = """一、谁在处理：本区志愿服务主管部门，通过本系统保存您的志愿服务记录。
二、为了什么：为您实名登记、记录志愿服务、评定星级、出具志愿服务记录证明（《重庆市志愿服务记录办法》第五条、第六条、第七条）。
三、哪些信息：姓名、性别、出生年月、志愿者编号、有效证件类型和号码、服务区域、服务意愿、技能特长、联系方式，以及今后的服务、培训、表彰、投诉记录。不收集您的位置。
四、怎样保存：证件号码和手机号加密保存。志愿服务记录应当长期妥善保存（第十五条）。
五、谁能看到：您本人能看到全部；您加入的志愿团体的记录员只看到您的姓名、志愿者编号和在本团体的服务；主管部门依职责查看，并留下查看记录。未经您同意，不公开，也不提供给其他人（第三条、第十五条）。
六、您的权利：随时查看、要求更正、撤回同意、注销账号。撤回前已经进行的处理仍然有效；法律要求保存的记录会封存。
七、不满十四周岁的，由监护人代为同意。"""

_VERIFICATION = """一、为了什么：别人拿到您的志愿服务记录证明时，可以用证明上的查验码核对真假。
二、显示什么：姓名（只露第一个字）、证件号码（中间隐去）、志愿者编号（中间隐去）、服务时长、服务期间、服务项目、记录单位、出具日期。不显示手机号、出生年月和住址。
三、谁能看到：任何持有查验码的人。查验码只印在您的证明上，由您决定交给谁。
四、不同意会怎样：证明仍可查验真假和状态，但不显示上面这些内容。
五、随时可以撤回，撤回后立即不再显示。"""

CURRENT = {
    "registration": Notice("registration", "2026-11-01", "志愿者登记告知书", _REGISTRATION),
    "verification": Notice("verification", "2026-11-01", "证明查验告知书", _VERIFICATION),
}
