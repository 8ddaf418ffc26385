"""What personal information is kept and used for: the one list that receipts, the privacy notice and the rules are made from.

Pure data. Location is used for no purpose, and never collected.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Purpose:
    """One purpose, in the words that people read. ``kind``: the consent it needs (general, separate)."""

    code: str
    name: str
    kind: str
    data: str
    receivers: str
    retention: str
    withdrawal: str


PURPOSES = (
    Purpose(
        "registration",
        "登记和记录",
        "general",
        "姓名、性别、出生年月、志愿者编号、有效证件类型和号码、服务区域、服务意愿、技能特长、联系方式；不满十四周岁的，还有监护人姓名、关系、电话；"
        "服务、评价、培训、表彰、投诉记录",
        "您加入的志愿团体的记录员（姓名、编号、在本团体的记录）；主管部门（依职责，查看留痕）",
        "志愿服务记录长期妥善保存（《重庆市志愿服务记录办法》第十五条）",
        "在“更正和注销”页申请注销账号，或到主管部门窗口提出。",
    ),
    Purpose(
        "verification",
        "证明查验时显示内容",
        "separate",
        "姓名的第一个字、隐去中间的证件号码和志愿者编号、服务时长、期间、项目、记录单位、出具日期",
        "拿到您的证明和查验码的人",
        "到撤回为止；同意的记录保存不少于三年",
        "在“账号与密码”页，点“撤回同意”。",
    ),
    Purpose(
        "publication",
        "公布姓名和星级",
        "separate",
        "姓名、星级",
        "所有人（主管部门、志愿团体公布的星级志愿者名单和表彰名单）",
        "到撤回为止；同意的记录保存不少于三年",
        "在“账号与密码”页，点“撤回公布的同意”。",
    ),
    Purpose(
        "batch_certificate",
        "同意本人加入的团体代为出具证明",
        "separate",
        "姓名、证件类型、中间隐去的证件号码、志愿者编号，以及在这个团体的服务时长、项目、日期",
        "您加入的志愿团体的记录员，以及团体把证明交给的人（用途写明，您能看到）",
        "到撤回为止；同意的记录保存不少于三年",
        "在“我的记录”页，点“撤回同意”。",
    ),
    Purpose(
        "sharing",
        "把记录给写明名称的接收方看",
        "separate",
        "您在链接里选的内容：姓名和志愿者编号、累计时长和星级、服务明细、培训、表彰奖励；不含证件号码、手机号、出生年月",
        "您在链接里写明的接收方",
        "到链接截止或结束为止；同意的记录保存不少于三年",
        "在“分享和查看记录”页，点“结束”。",
    ),
    Purpose(
        "transfer",
        "把记录转移给写明名称的接收方",
        "separate",
        "您选的内容：个人基本信息（含证件号码、手机号）、服务时长、培训、表彰奖励、服务评价、星级；由证件号码算出、只用来核对本人的校验值",
        "您写明的接收方（别的省份、区县或系统），文件由您自己交给对方",
        "转移文件保存 180 天；转移的经过和同意的记录保存不少于三年",
        "办理转出以前，在“转出与转入”页点“取消”；办理以后，对方没有接收的，在同一页申请退回。",
    ),
)
BY_CODE = {purpose.code: purpose for purpose in PURPOSES}
