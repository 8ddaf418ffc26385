"""Tables of projects and their rosters."""

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.projects import rules
from functions.storage import encryption
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class ProjectsOfGroup(GlobalSecondaryIndex["ProjectItem"]):
    class Meta:
        index_name = "by_group"
        projection = AllProjection()

    group_id = UnicodeAttribute(hash_key=True)
    starts = InstantAttribute(range_key=True)


class ProjectItem(Table):
    """A project; the contact's phone is sealed for the project's id."""

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

    by_group = ProjectsOfGroup()

    def project(self) -> rules.Project:
        plain = {name: getattr(self, name) for name in rules.Project.__dataclass_fields__}
        plain["contact_phone"] = encryption.unseal(self.contact_phone, self.project_id)
        return rules.Project(**plain)

    @classmethod
    def of(cls, project: rules.Project) -> "ProjectItem":
        sealed = encryption.seal(project.contact_phone, project.project_id)
        return cls(**{**vars(project), "contact_phone": sealed})


class RosterMember(Table):
    """A volunteer is on a project's roster."""

    class Meta(TableMeta):
        table_name = table_name("project_roster")

    project_id = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute(range_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    joined_at = InstantAttribute()
