"""The names of a certificate's states and of the kinds of reason to revoke it. Imports nothing, so the public function may."""

VALID, REVOKED, REPLACED = "valid", "revoked", "replaced"
STATUSES = {VALID: "有效", REVOKED: "已撤销", REPLACED: "已被替换"}
REASON_KINDS = {
    "holder_request": "持有人申请",
    "record_error": "记录有误",
    "false_record": "弄虚作假",
    "other": "其他原因",
}
