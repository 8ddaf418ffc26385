"""Shapes of answers about recounts."""

from typing import Any

from functions.web.answers import shown_instant


def recount_view(item: Any) -> dict[str, Any]:
    """What one recount found: cells that the counters say otherwise."""
    return {
        "at": shown_instant(item.at),
        "seconds": float(item.seconds),
        "cells": int(item.cells),
        "mended": int(item.mended),
        "differences": [
            {
                "cell": f"{each['period']} {each['name']}",
                "kept": int(each["kept"]["amount"]),
                "found": int(each["found"]["amount"]),
            }
            for each in item.differences
        ],
    }
