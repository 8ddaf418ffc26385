"""What everybody may see of a benefit: one form for the public function, the volunteer, the provider and the supervisor. Pure."""

from typing import Any

from functions.benefits import rules
from functions.stars.schemes import NAMES


def public_view(benefit: rules.Benefit) -> dict[str, Any]:
    """What everybody may see of a benefit: its terms, and whether a use is left."""
    terms = benefit.terms
    star = f"{NAMES[terms.least_star]}以上" if terms.least_star else "注册志愿者都可以"
    return {
        "benefit_id": benefit.benefit_id,
        "name": terms.name,
        "content": terms.content,
        "provider": terms.provider,
        "place": terms.place,
        "least_star": terms.least_star,
        "least_star_name": star,
        "from": terms.first.isoformat(),
        "to": terms.last.isoformat() if terms.last else None,
        "quota": terms.quota,
        "per_person": terms.per_person,
        "full": rules.is_full(benefit),
    }
