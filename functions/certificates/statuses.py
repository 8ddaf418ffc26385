"""The names of a certificate's kinds and states, and of the kinds of reason to revoke it. Imports nothing, so the public function may."""

VALID, REVOKED, REPLACED = "valid", "revoked", "replaced"
STATUSES = {VALID: "有效", REVOKED: "已撤销", REPLACED: "已被替换"}
SERVICE, STAR = "service", "star"
KINDS = {SERVICE: "志愿服务记录证明", STAR: "星级志愿者证明"}
REASON_KINDS = {
    "holder_request": "持有人申请",
    "record_error": "记录有误",
    "false_record": "弄虚作假",
    "other": "其他原因",
}
STAR_REVOKED = "star_revoked"  # follows from a decision on the star, nobody chooses it
REASON_NAMES = {**REASON_KINDS, STAR_REVOKED: "星级已被撤销"}
