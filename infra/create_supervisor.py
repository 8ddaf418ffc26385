"""Opens a supervisor's account from the command line: the first one has nobody to be appointed by.

    python -m infra.create_supervisor LOGIN NAME

The password is asked for, or read from standard input where that is no terminal; it never stands in the command. At the first
login an authenticator is bound. Which engine: the environment, as the functions read it.
"""

import argparse
import getpass
import sys

from functions.accounts.actions import create_supervisor
from functions.storage.refusals import Refused


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("密码 password: ")
    if getpass.getpass("再输入一次 again: ") != first:
        raise SystemExit("两次输入的密码不一样,没有建立账号。The two passwords differ; nothing was done.")
    return first


def main(arguments: list[str]) -> int:
    """Open the account; returns the exit code. Faults are told in Chinese on standard error."""
    parser = argparse.ArgumentParser(description="Open a supervisor's account. 建立主管部门账号。")
    parser.add_argument("login", help="登录名 login name")
    parser.add_argument("name", help="姓名 the person's name")
    asked = parser.parse_args(arguments)
    try:
        create_supervisor(asked.login, asked.name, _password())
    except Refused as refused:
        for fault in refused.violations:
            print(fault.message, file=sys.stderr)
        return 1
    print(f"已建立主管账号 {asked.login}。首次登录时绑定手机验证器。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
