"""``make run``: the whole product on this machine, until Ctrl-C."""

import argparse
import json
import signal
import sys
import time
from pathlib import Path
from typing import Any

from infra import machine
from infra.clockwork import PUBLISH_EVERY
from infra.district import AlreadyRunning, NotRestored, PortTaken, check_port, open_district, use_tables
from infra.engine import EngineFailed
from infra.site_build import ROOT, BuildFailed

_DEMO = (
    ("主管部门 supervisor", "supervisor"),
    ("团体记录员 recorder", "recorder"),
    ("志愿者 volunteer", "volunteer"),
)
_CODES = (("有效 valid   ", "valid"), ("已撤销 revoked", "revoked"), ("已替换 replaced", "replaced"))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=ROOT / ".local", help="where the data stay")
    parser.add_argument("--bare", action="store_true", help="a supervisor and nothing else")
    parser.add_argument("--publish-every", type=int, default=PUBLISH_EVERY, help="seconds between public figures")
    parser.add_argument("--tables", help="prefix of restored tables to take into use, or local- to go back")
    parser.add_argument("--show", action="store_true", help="only show addresses and logins again")
    return parser.parse_args()


def _next_free(port: int) -> int:
    for other in range(port + 1, port + 50):
        try:
            check_port(other)
        except PortTaken:
            continue
        return other
    return port + 1


def _port_taken(port: int) -> str:
    other = _next_free(port)
    return (
        f"端口 {port} 已被其他程序占用。换一个端口启动：make run PORT={other}\n"
        f"Port {port} is taken. Choose another: make run PORT={other}"
    )


def _credentials(who: dict[str, str]) -> str:
    shown = f"    登录名 login {who['login']}   密码 password {who['password']}"
    if "totp_secret" not in who:
        return shown
    from pyotp import TOTP

    now = int(time.time())
    code, left = TOTP(who["totp_secret"]).at(now), 30 - now % 30
    return f"{shown}\n    动态码 code {code}（还有 {left} 秒 seconds left）   密钥 secret {who['totp_secret']}"


def _announcement(base: str, folder: Path) -> str:
    lines = ["", f"  网站 site  {base}/", f"  接口 API   {base}/api/v1/health"]
    file = folder / "demo.json"
    if file.exists():
        told: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        lines += ["", "演示账号 demo logins（新的动态码 fresh codes: make logins）"]
        lines += [f"  {label}\n{_credentials(told[key])}" for label, key in _DEMO if key in told]
        if "codes" in told:
            lines += ["", "演示证明编号 certificate codes"]
            lines += [f"  {label}  {told['codes'][key]}" for label, key in _CODES]
        shown = file.relative_to(ROOT) if file.is_relative_to(ROOT) else file
        lines += ["", f"同样的内容写在 {shown}。The same is in {shown}."]
    return "\n".join(lines)


def _show(folder: Path) -> int:
    file = folder / "demo.json"
    if not file.exists():
        print("还没有演示数据，请先执行 make run。There is no demo yet: make run.", file=sys.stderr)
        return 1
    print(_announcement(json.loads(file.read_text(encoding="utf-8"))["base"], folder))
    return 0


def _stop(*_: Any) -> None:
    raise SystemExit(0)


def _serve(asked: argparse.Namespace) -> None:
    def say(step: str) -> None:
        print(f"  {step}", flush=True)

    machine.ensure_rare_font()
    print("正在启动… Starting.", flush=True)
    if asked.tables:
        use_tables(asked.data, asked.tables)
    with open_district(asked.data, asked.port, not asked.bare, say, asked.publish_every) as server:
        print(_announcement(f"http://127.0.0.1:{asked.port}", asked.data))
        print("按 Ctrl-C 停止，数据保留。Ctrl-C stops it; the data stay.\n", flush=True)
        server.run()
        print("正在保存并停止… Saving and stopping.", flush=True)


def main() -> int:
    asked = _asked()
    if asked.show:
        return _show(asked.data)
    signal.signal(signal.SIGTERM, _stop)
    # A shell that starts this in the background has Ctrl-C ignored; whoever sends it still means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        _serve(asked)
    except PortTaken:
        print(_port_taken(asked.port), file=sys.stderr)
        return 1
    except AlreadyRunning:
        print(f"已有一个在运行，用的是同一份数据（{asked.data}）。It is running already.", file=sys.stderr)
        return 1
    except (NotRestored, EngineFailed, BuildFailed) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
