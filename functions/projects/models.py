"""Tables of projects and their rosters."""

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.projects import rules
from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name
from functions.storage.settings import settings
from functions.storage.upgrades import Raw


class ProjectsOfGroup(GlobalSecondaryIndex["ProjectItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    starts = InstantAttribute(range_key=True)


class OpenProjectsOfGroup(GlobalSecondaryIndex["ProjectItem"]):
    """Sparse: only projects whose hours nobody has said to be complete have an `open_group`."""

    class Meta:
        index_name = "by_open_group"
        projection = AllProjection()

    open_group = UnicodeAttribute(hash_key=True)
    ends = InstantAttribute(range_key=True)


class OpenProjectsOfDistrict(GlobalSecondaryIndex["ProjectItem"]):
    """Sparse, as `by_open_group`, over the whole district."""

    class Meta:
        index_name = "by_open_district"
        projection = AllProjection()

    open_district = UnicodeAttribute(hash_key=True)
    ends = InstantAttribute(range_key=True)


def _onto_the_board(raw: Raw) -> None:
    """Version 2: a project of the first release was on no board of deadlines, though nobody had said that its hours are complete."""
    if "completed_by" not in raw and "group_id" in raw:
        raw.setdefault("open_group", raw["group_id"])
        raw.setdefault("open_district", {"S": settings().district_code})


class ProjectItem(Table):
    """A project; the contact's phone is sealed for the project's id."""

    UPGRADES = (_onto_the_board,)

    class Meta(TableMeta):
        table_name = table_name("projects")

    project_id = UnicodeAttribute(hash_key=True)
    group_id = UnicodeAttribute()
    group_name = UnicodeAttribute()
    name = UnicodeAttribute()
    category = UnicodeAttribute()
    place = UnicodeAttribute()
    service_object = UnicodeAttribute()
    content = UnicodeAttribute()
    starts = InstantAttribute()
    ends = InstantAttribute()
    contact_name = UnicodeAttribute()
    contact_phone = BinaryAttribute(legacy_encoding=False)
    district = UnicodeAttribute(null=True)

    # Until the hours are complete.
    open_group = UnicodeAttribute(null=True)
    open_district = UnicodeAttribute(null=True)
    completed_by = UnicodeAttribute(null=True)
    completed_at = InstantAttribute(null=True)

    by_group = ProjectsOfGroup()
    by_open_group = OpenProjectsOfGroup()
    by_open_district = OpenProjectsOfDistrict()

    def project(self) -> rules.Project:
        plain = {name: getattr(self, name) for name in rules.Project.__dataclass_fields__}
        plain["district"] = self.district or ""
        plain["contact_phone"] = encryption.unseal(self.contact_phone, self.project_id)
        return rules.Project(**plain)

    @classmethod
    def of(cls, project: rules.Project) -> "ProjectItem":
        sealed = encryption.seal(project.contact_phone, project.project_id)
        opened = {"open_group": project.group_id, "open_district": settings().district_code}
        return cls(**{**vars(project), **opened, "contact_phone": sealed, "district": project.district or None})


class RosterMember(Table):
    """A volunteer is on a project's roster."""

    class Meta(TableMeta):
        table_name = table_name("project_roster")

    project_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    joined_at = InstantAttribute()
