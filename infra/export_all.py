"""``make export-all [STAGE=…]``: everything that the district holds as documented JSON, for leaving this product.

What is encrypted (document numbers, phones, …) is left out; ``--open-sealed`` opens it, where the key is at hand.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra import reach
from infra.backup_format import BackupFault
from infra.cloud import guarded

_WARNING = """
  请注意：这些文件里有姓名、服务记录、投诉、评价等个人信息{opened}。
  只有您能打开它们（权限 0600）。交接以后请删除；经邮件或网盘传送前先加密。
  These files hold personal data; they are readable by you alone. Delete them once they are handed over."""
_OPENED = "，还有明文的身份证号、电话和证明材料"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, help="a new folder")
    parser.add_argument("--open-sealed", action="store_true", help="also what is encrypted, in the clear")
    reach.add_arguments(parser)
    asked = parser.parse_args(arguments)
    folder = asked.to or asked.data / "exports" / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    if folder.exists():
        print(f"{folder} 已经存在，请另选一个文件夹。The folder exists already.", file=sys.stderr)
        return 1
    print(f"正在导出到 {folder} … Exporting.", flush=True)
    try:
        with reach.reached(asked) as source:
            os.environ.update(source.environment() | {"TABLE_PREFIX": source.prefix})
            from cryptography.exceptions import InvalidTag

            from infra import exporting  # tables are named when they are imported

            def read(table: str) -> Iterator[Any]:
                return reach.every_item(source.dynamodb, table)

            try:
                manifest = exporting.export_all(folder, read, asked.open_sealed, lambda line: print(line, flush=True))
            except InvalidTag as error:
                message = "密钥与数据不符，加密的内容打不开；已写出的文件不完整，请删除。The key is not the one of these data."
                raise BackupFault(message) from error
    except BackupFault as error:
        print(error, file=sys.stderr)
        return 1
    items = sum(each["items"] for each in manifest["tables"])
    print(
        f"  导出完成：{len(manifest['tables'])} 个文件，{items} 条。格式说明：/developers/export/ · Done; the site says what is what."
    )
    print(_WARNING.format(opened=_OPENED if asked.open_sealed else ""))
    return 0


if __name__ == "__main__":
    raise SystemExit(guarded(lambda: main(sys.argv[1:])))
