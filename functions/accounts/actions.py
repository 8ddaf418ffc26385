"""Opening accounts, logging in and out, the password, the second factor."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from functions.accounts import passwords, rules, throttle
from functions.accounts.models import Account, Login, Session, Supervisor
from functions.regulation.violation import Violation
from functions.storage import audit, clock, codes, encryption
from functions.storage.refusals import Conflict, NeedsLogin, NotAllowed, Refused
from functions.storage.settings import settings
from functions.storage.transactions import Transaction

_LASTS = {"volunteer": timedelta(days=7), "recorder": timedelta(hours=12), "supervisor": timedelta(hours=12)}
_BAD_LOGIN = "登录名或密码不对。请检查大小写后再试。"


@dataclass(frozen=True)
class OpenSession:
    """A fresh session: the only moment at which its token is known."""

    token: str
    who: rules.Who
    expires_at: datetime


@dataclass(frozen=True)
class NewAccount:
    """What is needed to open an account; ``logins`` are all the names it answers to, the first is shown."""

    role: str
    logins: tuple[str, ...]
    name: str
    password: str
    person_key: str
    subject_id: str | None = None
    must_change_password: bool = False


def account_faults(login: str | None, password: str, under: str = "") -> list[Violation]:
    """Faults of a chosen login name (if any) and password, at fields below ``under``."""
    canonical = rules.canonical_login(login or "")
    faults = rules.login_faults(canonical, "login") if login is not None else []
    faults += rules.password_faults(password, canonical, "password")
    return [fault.under(under) if under else fault for fault in faults]


def open_account(transaction: Transaction, new: NewAccount, login_field: str = "login") -> str:
    """Add an account and its login names to ``transaction``; returns its id. A taken name refuses the transaction."""
    account_id = codes.new_id()
    account = Account(
        account_id,
        role=new.role,
        login=new.logins[0],
        name=new.name,
        subject_id=new.subject_id or account_id,
        person_key=new.person_key,
        password_hash=passwords.hashed(new.password),
        must_change_password=new.must_change_password,
        created_at=clock.now(),
    )
    transaction.create(account)
    for login in new.logins:
        taken = Violation("", "accounts.login_taken", login_field, "这个登录名已有人使用，请换一个。")
        transaction.create(Login(login, account_id=account_id), Refused([taken]))
    return account_id


def log_in(login: str, password: str, totp: str | None, place: str) -> OpenSession:
    """Open a session; ``place`` is the caller's address. Raises `NeedsLogin` or `TooMany`."""
    name = rules.canonical_login(login)
    throttle.count_try(name, place)
    account = _by_login(name)
    if not passwords.matches(account.password_hash if account else None, password) or account is None:
        throttle.count_failure(name)
        raise NeedsLogin("accounts.bad_login", _BAD_LOGIN, "password")
    if account.suspended:
        raise NeedsLogin("accounts.suspended", "这个账号已并入您的另一份登记，请用那一份的登录名登录。", "login")
    if account.totp_secret:
        _check_second_factor(account, totp, name, place)
    throttle.was_honest(name, place)
    return _open_session(account)


def _by_login(name: str) -> Account | None:
    try:
        account_id = Login.get(name).account_id
        return Account.get(account_id, consistent_read=True)
    except (Login.DoesNotExist, Account.DoesNotExist):
        return None


def _check_second_factor(account: Account, totp: str | None, name: str, place: str) -> None:
    if not totp:
        throttle.was_honest(name, place)
        raise NeedsLogin("accounts.totp_needed", "请再输入手机验证器上的 6 位动态码。", "totp")
    step = _step_of(account.totp_secret, account.account_id, totp)
    if step is None:
        throttle.count_failure(name)
        raise NeedsLogin("accounts.bad_totp", "动态码不对或已过期，请输入手机上现在显示的 6 位数字。", "totp")
    used = NeedsLogin("accounts.totp_used", "这个动态码刚用过一次，请等手机上换成新的（最多 30 秒）再输入。", "totp")
    try:
        account.update([Account.totp_last_step.set(step)], condition=Account.totp_last_step < step)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise used from error


def _step_of(sealed: bytes, account_id: str, typed: str) -> int | None:
    from pyotp import TOTP

    clock_code = TOTP(encryption.unseal(sealed, account_id))
    digits = "".join(typed.split())
    return rules.totp_step(digits, int(clock.now().timestamp()), clock_code.at)


def _open_session(account: Account) -> OpenSession:
    if account.role == "supervisor":  # those who were made before there was a list come onto it
        Supervisor(settings().district_code, account.account_id).save()
    token = secrets.token_urlsafe(32)
    expires_at = clock.now() + _LASTS[account.role]
    Session(
        _hash_of(token),
        account_id=account.account_id,
        epoch=account.session_epoch,
        expires=int(expires_at.timestamp()),
    ).save()
    return OpenSession(token, account.who(), expires_at)


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(token: str) -> rules.Who | None:
    """Who is behind an open session's token; None where it has expired or was ended."""
    try:
        session = Session.get(_hash_of(token), consistent_read=True)
        account = Account.get(session.account_id, consistent_read=True)
    except (Session.DoesNotExist, Account.DoesNotExist):
        return None
    alive = int(session.expires) > clock.now().timestamp() and session.epoch == account.session_epoch
    return account.who() if alive else None


def log_out(token: str) -> None:
    """End this session."""
    Session(_hash_of(token)).delete()


def log_out_everywhere(account_id: str) -> None:
    """End every session of this account at once."""
    account = _existing(account_id)
    account.update([Account.session_epoch.add(1)], condition=Account.account_id.exists())


def _existing(account_id: str) -> Account:
    return Account.get(account_id, consistent_read=True)


def find(account_id: str) -> rules.Who:
    """The account as others see it."""
    return _existing(account_id).who()


def change_password(account_id: str, old: str, new: str, token: str) -> None:
    """A new password for the old one; every other session ends, the one of ``token`` goes on."""
    account = _existing(account_id)
    place = f"account {account_id}"
    throttle.count_try(account.login, place)
    if not passwords.matches(account.password_hash, old):
        raise NotAllowed("accounts.bad_password", "原密码不对，没有修改。", "old_password")
    faults = rules.password_faults(new, account.login, "new_password")
    if new == old:
        faults = [Violation("", "accounts.password_same", "new_password", "新密码与原密码相同，请换一个。")]
    if faults:
        raise Refused(faults)
    transaction = Transaction()
    actions = [
        Account.password_hash.set(passwords.hashed(new)),
        Account.must_change_password.set(False),
        Account.session_epoch.add(1),
    ]
    # The old hash in the condition: of two changes at once one wins and the other is told.
    moved = Conflict("accounts.password_moved", "密码刚刚已被修改，请重新登录。")
    transaction.update(account, actions, Account.password_hash == account.password_hash, moved)
    audit.record(transaction, f"account#{account_id}", account_id, "change_password")
    transaction.commit()
    throttle.was_honest(account.login, place)
    session = Session(_hash_of(token))
    session.update([Session.epoch.set(account.session_epoch + 1)], condition=Session.token_hash.exists())


def begin_second_factor(account_id: str) -> tuple[str, str]:
    """A fresh secret to put into an authenticator: (secret, otpauth URI). It counts once a code of it was confirmed."""
    from pyotp import TOTP, random_base32

    account = _existing(account_id)
    if account.totp_secret:
        raise Conflict("accounts.totp_enrolled", "已经绑定过动态验证码。更换手机请联系主管部门。")
    secret = random_base32()
    account.update(
        [Account.totp_pending.set(encryption.seal(secret, account_id))],
        condition=Account.account_id.exists() & Account.totp_secret.does_not_exist(),
    )
    return secret, TOTP(secret).provisioning_uri(name=account.login, issuer_name="志愿服务记录")


def confirm_second_factor(account_id: str, typed: str) -> tuple[str, ...]:
    """Bind the second factor by one of its codes; returns what the account still owes."""
    account = _existing(account_id)
    if account.totp_secret or not account.totp_pending:
        raise Conflict("accounts.totp_not_begun", "请先获取绑定用的二维码，再输入动态码。")
    step = _step_of(account.totp_pending, account_id, typed)
    if step is None:
        message = "动态码不对，请输入手机上现在显示的 6 位数字。若一直不对，请检查手机时间是否准确。"
        raise Refused([Violation("", "accounts.bad_totp", "totp", message)])
    transaction = Transaction()
    actions = [
        Account.totp_secret.set(account.totp_pending),
        Account.totp_pending.remove(),
        Account.totp_last_step.set(step),
    ]
    again = Conflict("accounts.totp_enrolled", "已经绑定过动态验证码。")
    transaction.update(account, actions, Account.totp_secret.does_not_exist(), again)
    audit.record(transaction, f"account#{account_id}", account_id, "enrol_totp")
    transaction.commit()
    return find(account_id).must


def rename(transaction: Transaction, login: str, name: str, person_key: str) -> None:
    """Add to ``transaction`` that the holder of a login has another name, or another document."""
    account_id = Login.get(login, consistent_read=True).account_id
    actions = [Account.name.set(name), Account.person_key.set(person_key)]
    transaction.update(Account(account_id), actions, Account.account_id.exists())


def close(transaction: Transaction, logins: Sequence[str]) -> None:
    """Add to ``transaction`` that nobody logs in with these names any more; open sessions end at once."""
    account_ids = {Login.get(login, consistent_read=True).account_id for login in logins}
    for login in logins:
        transaction.delete(Login(login))
    for account_id in account_ids:
        transaction.update(Account(account_id), [Account.session_epoch.add(1)], Account.account_id.exists())


def suspend(transaction: Transaction, logins: Sequence[str], suspended: bool) -> None:
    """Add to ``transaction`` that nobody logs in to the account of these names, or that it is open again."""
    mark = Account.suspended.set(True) if suspended else Account.suspended.remove()
    for account_id in {Login.get(login, consistent_read=True).account_id for login in logins}:
        change = [mark, Account.session_epoch.add(1)]
        transaction.update(Account(account_id), change, Account.account_id.exists())


def mark_moved(transaction: Transaction, login: str, moved: bool) -> None:
    """Add to ``transaction`` that the account of this login name only reads from now on, or that it is as before."""
    mark = Account.moved.set(True) if moved else Account.moved.remove()
    account_id = Login.get(login, consistent_read=True).account_id
    transaction.update(Account(account_id), [mark], Account.account_id.exists())


def create_supervisor(login: str, name: str, password: str) -> str:
    """Open a supervisor's account (command line only); returns its id. Raises `Refused`."""
    faults = account_faults(login, password)
    if faults:
        raise Refused(faults)
    transaction = Transaction()
    canonical = rules.canonical_login(login)
    new = NewAccount("supervisor", (canonical,), name, password, encryption.fingerprint("supervisor", canonical))
    account_id = open_account(transaction, new)
    transaction.create(Supervisor(settings().district_code, account_id))
    audit.record(transaction, f"account#{account_id}", "command line", "create_supervisor")
    transaction.commit()
    return account_id


def other_supervisors(account_id: str) -> int:
    """How many further accounts supervise the district: one query of a short list."""
    found = Supervisor.query(settings().district_code, consistent_read=True)
    return sum(item.account_id != account_id for item in found)
