"""Tables of certificates. The holder's copy is sealed; what anyone may see by the code lies apart, so that the function that
answers the public needs no key."""

from pynamodb.attributes import (
    BinaryAttribute,
    BooleanAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from functions.storage.base import CivilDateAttribute, InstantAttribute, Table, TableMeta, table_name


class CertificatesOfVolunteer(GlobalSecondaryIndex["Certificate"]):
    class Meta:
        index_name = "by_volunteer"
        projection = AllProjection()

    volunteer_id = UnicodeAttribute(hash_key=True)
    issued_at = InstantAttribute(range_key=True)


class Certificate(Table):
    """One issued certificate, for its holder's list."""

    class Meta(TableMeta):
        table_name = table_name("certificates")

    code = UnicodeAttribute(hash_key=True)
    certificate_number = UnicodeAttribute()
    volunteer_id = UnicodeAttribute()
    issued_at = InstantAttribute()
    issued_on = CivilDateAttribute()
    period_from = CivilDateAttribute(null=True)
    period_to = CivilDateAttribute(null=True)
    total_minutes = NumberAttribute()
    show_document = UnicodeAttribute()
    status = UnicodeAttribute()
    kind = UnicodeAttribute(default="service")
    star = NumberAttribute(null=True)
    group_id = UnicodeAttribute(null=True)  # of the group that had it issued, whose hours alone it certifies
    group = UnicodeAttribute(null=True)
    replaced_by = UnicodeAttribute(
        null=True
    )  # the number of the certificate that took its place, told to the holder alone
    status_place = NumberAttribute(
        null=True
    )  # over all status lists; those of the first release have none until they need one

    by_volunteer = CertificatesOfVolunteer()


class CertificateSnapshot(Table):
    """The certified facts, sealed for the certificate's code; written once."""

    class Meta(TableMeta):
        table_name = table_name("certificate_snapshots")

    code = UnicodeAttribute(hash_key=True)
    facts = BinaryAttribute(legacy_encoding=False)


class CertificateCheck(Table):
    """What anyone may see by the code: the status, and the masked facts where the holder agreed to that."""

    class Meta(TableMeta):
        table_name = table_name("certificate_checks")

    code = UnicodeAttribute(hash_key=True)
    certificate_number = UnicodeAttribute()
    status = UnicodeAttribute()
    issued_on = CivilDateAttribute()
    details_shown = BooleanAttribute()
    facts = UnicodeAttribute()
    kind = UnicodeAttribute(default="service")
    ended_on = CivilDateAttribute(null=True)
    reason_kind = UnicodeAttribute(null=True)
    contested_until = InstantAttribute(null=True)  # the holder's document is in dispute; compared on every read
    holder_erased = BooleanAttribute(null=True)


class CertificateLooks(Table):
    """On which days somebody looked a certificate up on the site's page, and how often: when, never who."""

    class Meta(TableMeta):
        table_name = table_name("certificate_looks")

    code = UnicodeAttribute(hash_key=True)
    days = UnicodeSetAttribute()
    times = NumberAttribute()


class CertificateEvent(Table):
    """What became of a certificate after it was issued, for its holder; only ever added to."""

    class Meta(TableMeta):
        table_name = table_name("certificate_events")

    code = UnicodeAttribute(hash_key=True)
    event_id = UnicodeAttribute(range_key=True)
    act = UnicodeAttribute()
    at = InstantAttribute()
    by = UnicodeAttribute()
    why = UnicodeAttribute(default="")
    other = UnicodeAttribute(default="")


class CertificateSerial(Table):
    """The running number of a year's certificates."""

    class Meta(TableMeta):
        table_name = table_name("certificate_serials")

    year = UnicodeAttribute(hash_key=True)
    last = NumberAttribute(default=0)


class StatusCounter(Table):
    """How many places of the status lists are taken."""

    class Meta(TableMeta):
        table_name = table_name("status_counters")

    name = UnicodeAttribute(hash_key=True)
    taken = NumberAttribute(default=0)


class StatusChange(Table):
    """A certificate that is not valid, at its place in a status list; lists are made from these alone."""

    class Meta(TableMeta):
        table_name = table_name("status_changes")

    list_number = NumberAttribute(hash_key=True)
    place = NumberAttribute(range_key=True)
    value = NumberAttribute()
