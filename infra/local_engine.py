"""The embedded DynamoDB, in an environment of its own.

To run: ``.venv-engine/bin/python infra/local_engine.py PORT [FOLDER]``. Tests ask for more than tables and keys by LOCAL_ENGINE_SERVICES.
With a folder, the tables are read from it at the start, and saved to it every two seconds when something
changed and at the end. It ends by SIGTERM or Ctrl-C, or with its parent, whose end closes standard input.
"""

import asyncio
import fcntl
import os
import signal
import sys
import threading
from collections import defaultdict
from pathlib import Path
from typing import IO, Any

PAUSE = 2.0


def configure(port: str, folder: str | None) -> None:
    """The engine reads its settings while it is imported. Nothing but the one loopback port may listen."""
    os.environ.update(
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=port,
        SERVICES=os.environ.get("LOCAL_ENGINE_SERVICES", "dynamodb,kms"),
        SFTP_ENABLED="0",
        IOT_MTLS_ENABLED="0",
        LOG_LEVEL="ERROR",
        PERSIST_STATE="1" if folder else "0",
        STATE_DIR=folder or "",
    )


class Saver:
    """Saves the tables when a write was seen.

    Requests are answered on the event loop one at a time, and the copy is taken there too, so a saved file
    never holds half a transaction.
    """

    def __init__(self, dynamodb: Any) -> None:
        self._dynamodb = dynamodb
        self._changed = False
        self._answer = dynamodb.handle_request
        dynamodb.handle_request = self._noting

    async def _noting(self, method: str, path: str, headers: Any, body: bytes, query: Any) -> Any:
        action = headers.get("x-amz-target", "").rpartition(".")[2]
        if not action.startswith(("Get", "Query", "Scan", "BatchGet", "Describe", "List")):
            self._changed = True
        return await self._answer(method, path, headers, body, query)

    async def save(self) -> None:
        if not self._changed:
            return
        from ministack.core.persistence import save_state  # type: ignore[import-not-found]

        self._changed = False
        with self._dynamodb._lock:  # the engine's own thread removes expired items
            state = self._dynamodb.get_state()
        await asyncio.to_thread(save_state, "dynamodb", state)

    async def save_for_ever(self) -> None:
        while True:
            await asyncio.sleep(PAUSE)
            await self.save()


def _stop_with_parent(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Standard input is a pipe that the parent never writes to: it ends when the parent does."""

    def wait() -> None:
        sys.stdin.buffer.read()
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, daemon=True).start()


def make_restored_tables_writable(dynamodb: Any) -> None:
    """The engine puts the kind of its item maps right for one region only; in others a new item would fail."""
    for _, table in dynamodb._tables.all_items():
        table["items"] = defaultdict(dict, table["items"])


async def serve(port: str, keep: bool) -> None:
    from hypercorn.asyncio import serve as answer  # type: ignore[import-not-found]
    from hypercorn.config import Config  # type: ignore[import-not-found]
    from ministack.app import app  # type: ignore[import-not-found]
    from ministack.services import dynamodb  # type: ignore[import-not-found]

    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.loglevel = "ERROR"
    config.keep_alive_timeout = 75
    config.graceful_timeout = 1
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    _stop_with_parent(loop, stop)
    make_restored_tables_writable(dynamodb)
    saver = Saver(dynamodb)
    saving = loop.create_task(saver.save_for_ever()) if keep else None
    await answer(app, config, shutdown_trigger=stop.wait)
    if saving:
        saving.cancel()
        await saver.save()


def wait_for(folder: str) -> IO[str]:
    """The folder to itself: an engine whose parent was killed may still be saving in it."""
    lock = Path(folder, "engine.lock").open("w")  # noqa: SIM115 - held as long as the process lives
    fcntl.flock(lock, fcntl.LOCK_EX)
    return lock


def main() -> None:
    port, folder = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else None)
    lock = wait_for(folder) if folder else None
    configure(port, folder)
    asyncio.run(serve(port, keep=folder is not None))
    if lock:
        lock.close()
    # Threads of the engine that never end must not keep the process.
    os._exit(0)


if __name__ == "__main__":
    main()
