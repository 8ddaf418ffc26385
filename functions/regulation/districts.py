"""The districts of Chongqing, each with the days on which it is one: they are merged and made anew.

Codes are those of GB/T 2260. Three places have no six-digit code of their own that could be found: 两江新区，
made on 2025-11-06 of 江北 and 渝北， and two development zones. They carry local codes from 500191 on, a range
that the standard leaves empty for districts (01-20, 51-80) and counties (21-50); all digits, because a
volunteer number begins with one. When an official code is known, the local one ends on a day and the official
one begins; volunteer numbers stay as they are.
"""

from dataclasses import dataclass
from datetime import date

# The first day the regulation asks about; every district of that day is older.
_BEGINNING = date(2017, 8, 23)
_MERGER = date(2025, 11, 6)


@dataclass(frozen=True)
class District:
    """``valid_from`` is its first day, ``valid_to`` the first day on which it is no more (None: it stands).

    ``successors`` are the codes of what it became. ``is_local`` says that the code is ours; ``is_zone`` that
    the place is a development zone that keeps its own records, not an administrative district.
    """

    code: str
    name: str
    valid_from: date = _BEGINNING
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    is_local: bool = False
    is_zone: bool = False

    def stands_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_STANDING = {
    "500101": "万州区", "500102": "涪陵区", "500103": "渝中区", "500104": "大渡口区", "500106": "沙坪坝区",
    "500107": "九龙坡区", "500108": "南岸区", "500109": "北碚区", "500110": "綦江区", "500111": "大足区",
    "500113": "巴南区", "500114": "黔江区", "500115": "长寿区", "500116": "江津区", "500117": "合川区",
    "500118": "永川区", "500119": "南川区", "500120": "璧山区", "500151": "铜梁区", "500152": "潼南区",
    "500153": "荣昌区", "500154": "开州区", "500155": "梁平区", "500156": "武隆区", "500229": "城口县",
    "500230": "丰都县", "500231": "垫江县", "500233": "忠县", "500235": "云阳县", "500236": "奉节县",
    "500237": "巫山县", "500238": "巫溪县", "500240": "石柱土家族自治县", "500241": "秀山土家族苗族自治县",
    "500242": "酉阳土家族苗族自治县", "500243": "彭水苗族土家族自治县",
}  # fmt: skip
_CHANGED = (
    District("500105", "江北区", valid_to=_MERGER, successors=("500191",)),
    District("500112", "渝北区", valid_to=_MERGER, successors=("500191",)),
    District("500191", "两江新区", valid_from=_MERGER, is_local=True),
    District("500192", "万盛经济技术开发区", is_local=True, is_zone=True),
    District("500193", "重庆高新技术产业开发区", is_local=True, is_zone=True),
)
DISTRICTS = tuple(
    sorted((*(District(code, name) for code, name in _STANDING.items()), *_CHANGED), key=lambda it: it.code)
)
# What people call the zones; districts are also found without 区, 县 and the names of their peoples.
_SHORT = {"万盛经开区": "500192", "万盛": "500192", "高新区": "500193", "重庆高新区": "500193"}
_PEOPLES = ("土家族苗族自治县", "苗族土家族自治县", "土家族自治县")


def district_on(code: str, day: date) -> District | None:
    """The district with ``code`` if it stands on ``day``, a civil day in Beijing."""
    return next((place for place in DISTRICTS if place.code == code and place.stands_on(day)), None)


def districts_on(day: date) -> tuple[District, ...]:
    """Every place that keeps records on ``day``, by code."""
    return tuple(place for place in DISTRICTS if place.stands_on(day))


def find(code_or_name: str, day: date) -> District | None:
    """The district that stands on ``day`` under a code, a full or a short name (渝中， 石柱)."""
    wanted = _SHORT.get(code_or_name, code_or_name)
    return next((place for place in districts_on(day) if wanted in _names(place)), None)


def _names(place: District) -> set[str]:
    short = place.name
    for ending in (*_PEOPLES, "新区", "区", "县"):
        if short.endswith(ending) and len(short) - len(ending) >= 2:
            short = short.removesuffix(ending)
            break
    return {place.code, place.name, short}
