"""Everything that waits for the supervisor in one place: how many, and since or until when. Counts only; nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass

from functions.commendations import actions as commendations
from functions.complaints import actions as complaints
from functions.disputes import actions as disputes
from functions.groups import actions as groups
from functions.projects import actions as projects
from functions.rights import actions as rights
from functions.seals import deciding as seals
from functions.stars import actions as stars
from functions.statistics import actions as statistics
from functions.storage.pages import Waiting
from functions.supervision import actions, draws, measuring
from functions.transfers import pieces, sending

SINCE, DUE, ENDED, FOUND = "since", "due", "ended", "found"


@dataclass(frozen=True)
class Kind:
    """One kind of work: ``code`` names the tab of the desk where it is done, ``moment`` what its first moment is."""

    code: str
    name: str
    moment: str
    read: Callable[[], Waiting]


KINDS = (
    Kind("pending", "团体申请待审核", SINCE, groups.waiting),
    Kind("requests", "个人请求待办理", DUE, rights.waiting),
    Kind("complaints", "投诉未办结", DUE, complaints.waiting),
    Kind("disputes", "异议逾期未答复", DUE, disputes.waiting),
    Kind("seals", "盖章申请逾期未办理", DUE, seals.waiting),
    Kind("measures", "整改未完成", DUE, measuring.waiting_orders),
    Kind("measures", "申诉待复核", SINCE, measuring.waiting_appeals),
    Kind("stars", "星级待评定", SINCE, stars.waiting),
    Kind("stars", "星级时长不足，待决定", SINCE, stars.waiting_short),
    Kind("commendations", "表彰申报待确认", SINCE, commendations.waiting),
    Kind("arrivals", "转入待核验", SINCE, pieces.waiting),
    Kind("arrivals", "转出申请退回", SINCE, sending.waiting),
    Kind("signs", "线索待核查", SINCE, actions.waiting),
    Kind("draws", "抽查未办结", SINCE, draws.waiting),
    Kind("deadlines", "活动结束，时长未录完", ENDED, projects.waiting),
    Kind("statistics", "统计数字与记录不一致", FOUND, statistics.waiting),
)


def see() -> list[tuple[Kind, Waiting]]:
    """Every kind of work with what waits of it. A query for each kind, of a hundred items at most."""
    return [(kind, kind.read()) for kind in KINDS]
