"""Tables of accounts: who, under which login names, with which open sessions."""

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute

from functions.accounts import rules
from functions.storage.base import InstantAttribute, Table, TableMeta, table_name


class Account(Table):
    """`subject_id` is the volunteer's id, or the account's own for staff. `person_key` is the keyed fingerprint of the
    person's document, by which one person's several accounts are told to be one person. `session_epoch` goes up to end
    every session at once."""

    class Meta(TableMeta):
        table_name = table_name("accounts")

    account_id = UnicodeAttribute(hash_key=True)
    role = UnicodeAttribute()
    login = UnicodeAttribute()
    name = UnicodeAttribute()
    subject_id = UnicodeAttribute()
    person_key = UnicodeAttribute()
    password_hash = UnicodeAttribute()
    must_change_password = BooleanAttribute(default=False)
    session_epoch = NumberAttribute(default=0)
    totp_secret = BinaryAttribute(legacy_encoding=False, null=True)
    totp_pending = BinaryAttribute(legacy_encoding=False, null=True)
    totp_last_step = NumberAttribute(default=0)
    created_at = InstantAttribute()
    suspended = BooleanAttribute(null=True)  # its record was merged into another
    moved = BooleanAttribute(null=True)  # its record was transferred to another system

    def who(self) -> rules.Who:
        must = rules.owed(self.role, self.must_change_password, bool(self.totp_secret))
        who = (self.account_id, self.role, self.login, self.name, self.subject_id, self.person_key)
        return rules.Who(*who, must, bool(self.moved))


class Supervisor(Table):
    """Who supervises the district: an account stands here since it was made, or since it last logged in."""

    class Meta(TableMeta):
        table_name = table_name("supervisors")

    district = UnicodeAttribute(hash_key=True)
    account_id = UnicodeAttribute(range_key=True)


class Login(Table):
    """A login name is taken by one account."""

    class Meta(TableMeta):
        table_name = table_name("logins")

    login = UnicodeAttribute(hash_key=True)
    account_id = UnicodeAttribute()


class Session(Table):
    """An open session, found by the hash of its token; `epoch` must still be the account's."""

    class Meta(TableMeta):
        table_name = table_name("sessions")

    token_hash = UnicodeAttribute(hash_key=True)
    account_id = UnicodeAttribute()
    epoch = NumberAttribute()
    expires = NumberAttribute()


class KnownPlace(Table):
    """A place (hashed address) from which an account has logged in before: a flood from elsewhere does not lock it out."""

    class Meta(TableMeta):
        table_name = table_name("known_places")

    place = UnicodeAttribute(hash_key=True)
    expires = NumberAttribute()
