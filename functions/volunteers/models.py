"""Tables of volunteers: the person, and the two claims that keep a document and a number to one person."""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, JSONAttribute, UnicodeAttribute

from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class Volunteer(Table):
    """The basic information of Article 7; document number, phone and guardian are sealed for this volunteer's id."""

    class Meta(TableMeta):
        table_name = table_name("volunteers")

    volunteer_id = UnicodeAttribute(hash_key=True)
    volunteer_number = UnicodeAttribute()
    name = UnicodeAttribute()
    sex = UnicodeAttribute()
    birth_month = BinaryAttribute(legacy_encoding=False)
    document_type = UnicodeAttribute()
    document_number = BinaryAttribute(legacy_encoding=False)
    service_area = UnicodeAttribute()
    intentions = JSONAttribute()
    skills = JSONAttribute()
    phone = BinaryAttribute(legacy_encoding=False)
    guardian = BinaryAttribute(legacy_encoding=False, null=True)
    login = UnicodeAttribute()
    registered_at = InstantAttribute()
    closed_at = InstantAttribute(null=True)
    moved_at = InstantAttribute(null=True)  # the record was transferred, to `moved_to`, and is read-only here
    moved_to = UnicodeAttribute(null=True)
    contested_until = InstantAttribute(null=True)  # somebody says that the document is theirs; compared on every read


class VolunteerDocument(Table):
    """A document, by its keyed fingerprint, belongs to one volunteer."""

    class Meta(TableMeta):
        table_name = table_name("volunteer_documents")

    document_key = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()


class VolunteerNumber(Table):
    """A volunteer number belongs to one volunteer; the name stands here too, so that a roster is found in one read."""

    class Meta(TableMeta):
        table_name = table_name("volunteer_numbers")

    volunteer_number = UnicodeAttribute(hash_key=True)
    volunteer_id = UnicodeAttribute()
    name = UnicodeAttribute()
    person_key = UnicodeAttribute()
    phone_key = UnicodeAttribute(null=True)  # a number of the first release lacks it
    closed = BooleanAttribute(
        null=True
    )  # the account was closed, merged or transferred: the number takes part in nothing new
