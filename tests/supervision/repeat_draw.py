"""Repeats a published draw, as anyone could: plain Python over what the public pages give, nothing of ours imported."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def faults(draw: dict[str, Any], population: str) -> list[str]:
    """What is wrong with a published draw; nothing where it is as the method says."""
    seed, ids = draw["seed"], population.split()
    ranked = sorted(ids, key=lambda each: digest(seed + "|" + each))
    held = {
        "the seed is not the one that was announced": digest(seed + "|" + draw["announced_at"]) == draw["commitment"],
        "the list is not the one that was published": digest(population) == draw["population_sha256"],
        "the list has another length": len(set(ids)) == draw["population"],
        "the list is not in order": ids == sorted(ids),
        "others should have been drawn": ranked[: draw["count"]] == draw["drawn"],
    }
    return [fault for fault, right in held.items() if not right]


if __name__ == "__main__":
    published = json.loads(Path(sys.argv[1]).read_bytes())
    found = faults(published, Path(sys.argv[2]).read_bytes().decode("ascii"))
    sys.stdout.write("\n".join(found) + "\n" if found else "the draw is right\n")
    sys.exit(bool(found))
