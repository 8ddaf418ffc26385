"""What Zappa's handler runs for the members function.

One request needs one room of thirty, so on Lambda the modules of the rooms are run when they are first used and not when they are first
named: a quarter of a cold start (`python -m tests.cold`). Nowhere else, so that a test meets a fault of a module at its import.
"""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType


class _RoomsWhenUsed(MetaPathFinder):
    """Finds ``functions.<room>.<module>``; running it waits until something of it is asked for."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not fullname.startswith("functions.") or fullname.count(".") != 2:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


sys.meta_path.insert(0, _RoomsWhenUsed())

from functions.app import members  # noqa: E402 - after the finder is in place

app = members()
