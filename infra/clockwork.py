"""What the cloud's schedule runs, run on this machine while the district is open."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PUBLISH_EVERY, _RECOUNT_EVERY = 60, 3600  # seconds; in the cloud every hour, and every night


def _run(jobs: list[tuple[int, Callable[[], object]]], stopped: threading.Event) -> None:
    due = [0.0] * len(jobs)
    while not stopped.is_set():
        for place, (every, job) in enumerate(jobs):
            if time.monotonic() >= due[place]:
                due[place] = time.monotonic() + every
                try:
                    job()
                except Exception:
                    logging.getLogger(__name__).exception("a scheduled job failed")
        stopped.wait(1)


@contextmanager
def running_jobs(every: int) -> Iterator[None]:
    """Publish keys, status lists and figures every so many seconds, and recount them every hour, while the context lasts."""
    from functions import jobs

    stopped = threading.Event()
    work: list[tuple[int, Callable[[], object]]] = [
        (every, jobs.often),
        (every, jobs.hourly),
        (_RECOUNT_EVERY, jobs.nightly),
    ]
    thread = threading.Thread(target=_run, args=(work, stopped), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(10)
