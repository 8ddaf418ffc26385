"""``make migrate [STAGE=…]``: items of earlier releases are stored in the version of this one. The system may run meanwhile.

It may be broken off and begun again. Without it old items are read upgraded all the same; only lists that are kept by an index do
not know of them.
"""

import argparse
import os
import sys

from infra import reach
from infra.backup_format import BackupFault
from infra.cloud import guarded


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    reach.add_arguments(parser)
    asked = parser.parse_args(arguments)
    try:
        with reach.reached(asked) as target:
            os.environ.update(target.environment() | {"TABLE_PREFIX": target.prefix})
            from infra import migrating  # tables are named when they are imported

            migrating.migrate_all(lambda line: print(line, flush=True))
    except BackupFault as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(guarded(lambda: main(sys.argv[1:])))
