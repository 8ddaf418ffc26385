"""Tables of supervision: signs, draws with what was drawn, measures; and what anyone may see of them."""

from typing import Any

from pynamodb.attributes import BinaryAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage import clock
from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings
from functions.supervision import drawing, measures, rules


class SignsByState(GlobalSecondaryIndex["SignItem"]):
    class Meta:
        index_name = "by_state"
        projection = AllProjection()

    state = UnicodeAttribute(hash_key=True)
    seen_at = InstantAttribute(range_key=True)


class SignItem(Table):
    """One sign: ``sign_id`` is the fingerprint of its kind, recorder, project and act, so that an act of many requests (a
    file) leaves one. ``counts`` holds how many entries each request brought, ``sample`` the first of each."""

    class Meta(TableMeta):
        table_name = table_name("signs")

    sign_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    recorder_id = UnicodeAttribute()
    recorder = UnicodeAttribute()
    project_id = UnicodeAttribute()
    project = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    seen_at = InstantAttribute()
    counts = JSONAttribute()
    sample = JSONAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    outcome = UnicodeAttribute(null=True)
    note = UnicodeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    answered_at = InstantAttribute(null=True)

    by_state = SignsByState()

    def sign(self) -> rules.Sign:
        named = ("sign_id", "kind", "recorder_id", "recorder", "project_id", "project", "group_id", "group", "seen_at")
        return rules.Sign(
            **{name: getattr(self, name) for name in named},
            count=sum(self.counts.values()),
            sample=tuple((one, other) for part in self.sample.values() for one, other in part),
            state=self.state,
            version=int(self.version),
            outcome=self.outcome or "",
            note=self.note or "",
            answered_at=self.answered_at,
        )


class DrawsOfDistrict(GlobalSecondaryIndex["DrawItem"]):
    class Meta:
        index_name = "by_district"
        projection = AllProjection()

    district = UnicodeAttribute(hash_key=True)
    announced_at = InstantAttribute(range_key=True)


class DrawItem(Table):
    """One spot check. The seed is sealed for the draw's id until it is drawn, ``open_seed`` from then on."""

    class Meta(TableMeta):
        table_name = table_name("draws")

    draw_id = UnicodeAttribute(hash_key=True)
    district = UnicodeAttribute()
    announced_by = UnicodeAttribute()
    announced_at = InstantAttribute()
    first = CivilDateAttribute()
    last = CivilDateAttribute()
    number = NumberAttribute()
    group_id = UnicodeAttribute(null=True)
    group = UnicodeAttribute(null=True)
    sealed_seed = BinaryAttribute(legacy_encoding=False)
    open_seed = UnicodeAttribute(null=True)
    commitment = UnicodeAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    groups = JSONAttribute(null=True)
    groups_read = NumberAttribute(default=0)
    population = NumberAttribute(default=0)
    population_hash = UnicodeAttribute(null=True)
    drawn = JSONAttribute(null=True)
    counts = JSONAttribute(null=True)
    named = JSONAttribute(null=True)
    drawn_at = InstantAttribute(null=True)
    closed_at = InstantAttribute(null=True)

    by_district = DrawsOfDistrict()

    def draw(self) -> drawing.Draw:
        return drawing.Draw(
            draw_id=self.draw_id,
            criteria=drawing.Criteria(self.first, self.last, int(self.number), self.group_id or "", self.group or ""),
            commitment=self.commitment,
            announced_at=self.announced_at,
            state=self.state,
            version=int(self.version),
            groups=None if self.groups is None else len(self.groups),
            groups_read=int(self.groups_read),
            population=int(self.population),
            population_hash=self.population_hash or "",
            seed=self.open_seed or "",
            drawn=tuple(drawing.Drawn(*each) for each in self.drawn or ()),
            counts=self.counts or {},
            named=self.named or {},
            drawn_at=self.drawn_at,
            closed_at=self.closed_at,
        )


class DrawPiece(Table):
    """Part of what a draw is made from: ``keys`` are packed (volunteer_id, entry_id)."""

    class Meta(TableMeta):
        table_name = table_name("draw_pieces")

    draw_id = UnicodeAttribute(hash_key=True)
    number = NumberAttribute(range_key=True)
    keys = BinaryAttribute(legacy_encoding=False)


class FindingItem(Table):
    """What was found of the entry that has this rank in a draw."""

    class Meta(TableMeta):
        table_name = table_name("draw_findings")

    draw_id = UnicodeAttribute(hash_key=True)
    rank = NumberAttribute(range_key=True)
    finding = UnicodeAttribute()
    words = UnicodeAttribute(default="")
    found_by = UnicodeAttribute()
    found_at = InstantAttribute()


class MeasuresOfGroup(GlobalSecondaryIndex["MeasureItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    decided_at = InstantAttribute(range_key=True)


class MeasuresOfKind(GlobalSecondaryIndex["MeasureItem"]):
    class Meta:
        index_name = "by_kind"
        projection = AllProjection()

    kind = UnicodeAttribute(hash_key=True)
    decided_at = InstantAttribute(range_key=True)


class OpenOrders(GlobalSecondaryIndex["MeasureItem"]):
    """Sparse: only orders that are not settled have an `open_order`."""

    class Meta:
        index_name = "by_open_order"
        projection = AllProjection()

    open_order = UnicodeAttribute(hash_key=True)
    due = InstantAttribute(range_key=True)


class OpenAppeals(GlobalSecondaryIndex["MeasureItem"]):
    """Sparse: only measures against which an appeal waits have an `open_appeal`."""

    class Meta:
        index_name = "by_open_appeal"
        projection = AllProjection()

    open_appeal = UnicodeAttribute(hash_key=True)
    appealed_at = InstantAttribute(range_key=True)


_APART = {"steps", "appeal", "version", "rank", "sign_id", "draw_id", "order_id"}


class MeasureItem(Table):
    """An order, a suspension or a notice, with its steps and its appeal."""

    class Meta(TableMeta):
        table_name = table_name("measures")

    measure_id = UnicodeAttribute(hash_key=True)
    kind = UnicodeAttribute()
    group_id = UnicodeAttribute()
    group = UnicodeAttribute()
    facts = UnicodeAttribute()
    demand = UnicodeAttribute()
    decided_by = UnicodeAttribute()
    decided_at = InstantAttribute()
    state = UnicodeAttribute()
    version = NumberAttribute()
    due = InstantAttribute(null=True)
    until = CivilDateAttribute(null=True)
    sign_id = UnicodeAttribute(null=True)
    draw_id = UnicodeAttribute(null=True)
    rank = NumberAttribute(default=0)
    order_id = UnicodeAttribute(null=True)
    order_on = CivilDateAttribute(null=True)
    steps = JSONAttribute()
    appeal = JSONAttribute(null=True)
    open_order = UnicodeAttribute(null=True)
    open_appeal = UnicodeAttribute(null=True)
    appealed_at = InstantAttribute(null=True)

    by_group = MeasuresOfGroup()
    by_kind = MeasuresOfKind()
    by_open_order = OpenOrders()
    by_open_appeal = OpenAppeals()

    def measure(self) -> measures.Measure:
        names = [name for name in measures.Measure.__dataclass_fields__ if name not in _APART]
        plain: dict[str, Any] = {name: getattr(self, name) for name in names}
        plain |= {name: getattr(self, name) or "" for name in ("sign_id", "draw_id", "order_id")}
        plain |= {"version": int(self.version), "rank": int(self.rank)}
        steps = tuple(measures.Step(**{**step, "at": clock.from_text(step["at"])}) for step in self.steps)
        return measures.Measure(**plain, steps=steps, appeal=_appeal(self.appeal))

    @classmethod
    def of(cls, measure: measures.Measure) -> "MeasureItem":
        plain: dict[str, Any] = {name: value for name, value in vars(measure).items() if name not in _APART}
        plain |= {name: getattr(measure, name) or None for name in ("sign_id", "draw_id", "order_id")}
        appeal, district = measure.appeal, settings().district_code
        waits = appeal is not None and appeal.state == measures.OPEN
        return cls(
            **plain,
            version=measure.version,
            rank=measure.rank,
            steps=[{**vars(step), "at": clock.as_text(step.at)} for step in measure.steps],
            appeal=_kept(appeal),
            open_order=district if measure.kind == measures.ORDER and measure.state in measures.OPEN_ORDER else None,
            open_appeal=district if waits else None,
            appealed_at=appeal.at if appeal else None,
        )


def _kept(appeal: measures.Appeal | None) -> dict[str, Any] | None:
    if appeal is None:
        return None
    decided = clock.as_text(appeal.decided_at) if appeal.decided_at else None
    return {**vars(appeal), "at": clock.as_text(appeal.at), "decided_at": decided}


def _appeal(kept: dict[str, Any] | None) -> measures.Appeal | None:
    if kept is None:
        return None
    decided = clock.from_text(kept["decided_at"]) if kept["decided_at"] else None
    return measures.Appeal(**{**kept, "at": clock.from_text(kept["at"]), "decided_at": decided})


class Publication(Table):
    """What anyone may see, as it is shown: the only table of this room that the public function reads. ``shelf`` is "notice",
    "draw" or "population#" with a draw's id; ``place`` opens with the time, or is a part's number."""

    class Meta(TableMeta):
        table_name = table_name("publications")

    shelf = UnicodeAttribute(hash_key=True)
    place = UnicodeAttribute(range_key=True)
    content = UnicodeAttribute()
