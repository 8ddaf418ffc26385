"""How a civil day is written for people: one way on paper, in messages and in reasons."""

from datetime import date


def day_text(day: date) -> str:
    """``2026年5月1日``."""
    return f"{day.year}年{day.month}月{day.day}日"
