"""``make supervisor SUPERVISOR=LOGIN:NAME``: another supervisor's account of a deployed stage, as `make deploy` opens the first."""

import sys

from infra import deploy
from infra.cloud import Cloud, Stopped, arguments_of_a_stage, guarded


def _open(cloud: Cloud, told: str) -> int:
    cloud.who()
    asked = deploy.Asked(deploy.kept_settings(cloud), cloud.is_china)
    if not asked["DISTRICT_CODE"]:
        raise Stopped(
            f"阶段 {cloud.stage} 在 {cloud.region} 还没有部署。", "检查 STAGE= 和 REGION=，或先执行 make deploy。"
        )
    deploy.open_supervisor(cloud, asked, told)
    return 0


def main(arguments: list[str] | None = None) -> int:
    parser = arguments_of_a_stage(__doc__)
    parser.add_argument("--supervisor", default="", metavar="LOGIN:NAME")
    told = parser.parse_args(arguments)
    return guarded(lambda: _open(Cloud(told.stage, told.region, told.profile), told.supervisor))


if __name__ == "__main__":
    sys.exit(main())
