"""Which year and month a band or file is: told by a time axis, a description or a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sinkbase.region.layers import MONTHS

_SHORT = [name[:3].lower() for name in MONTHS]
_WORD = re.compile(
    r"(?<![a-z])(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])"
)
_CHINESE = re.compile(r"(十[一二]?|[一二三四五六七八九]|\d{1,2})\s*月")
_NUMERALS = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "十一": 11, "十二": 12,
}  # fmt: skip
_DAYS = {
    "day": 1.0, "d": 1.0, "hour": 1 / 24, "hr": 1 / 24, "h": 1 / 24, "minute": 1 / 1440,
    "min": 1 / 1440, "second": 1 / 86400, "sec": 1 / 86400, "s": 1 / 86400,
}  # fmt: skip
_SINCE = re.compile(
    r"([a-z]+)\s+since\s+(-?\d+)-(\d+)-(\d+)(?:[ t]+(\d{1,2})(?::(\d{1,2}))?(?!\d))?"
)
_FIRST_DAYS = (1, 32, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335)


@dataclass(frozen=True)
class When:
    """A year and a month (1 to 12), each only where it is known."""

    year: int | None = None
    month: int | None = None


NEVER = When()


def month_named(text: str) -> int | None:
    """The month that a text names in words: Jan, january, precJan, 一月, 1月."""
    chinese = _CHINESE.search(text)
    if chinese:
        word = chinese.group(1)
        month = _NUMERALS.get(word) or (int(word) if word.isdigit() else 0)
        return month if 1 <= month <= 12 else None
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()  # precJan
    found = {_SHORT.index(word[:3]) + 1 for word in _WORD.findall(split)}
    return found.pop() if len(found) == 1 else None


def _is_year(number: str) -> bool:
    return len(number) == 4 and 1850 <= int(number) <= 2149


def years_in(text: str) -> list[int]:
    """The years in a name: of pre_2015, A2015001, 201503, 20150301."""
    found = []
    for number in re.findall(r"\d+", text):
        if len(number) in (4, 6, 7, 8) and _is_year(number[:4]):
            found.append(int(number[:4]))
    return found


def _number_label(column: Sequence[str]) -> list[When] | None:
    """What a place of numbers means that differs from name to name."""
    lengths = {len(number) for number in column}
    values = [int(number) for number in column]
    if lengths <= {1, 2} and all(1 <= value <= 12 for value in values):
        return [When(month=value) for value in values]
    if lengths <= {1, 2} and sorted(values) == list(range(12)):
        return [When(month=value + 1) for value in values]  # counted from 0
    if lengths <= {1, 2, 3} and set(values) <= {*_FIRST_DAYS, *_leap_days()}:
        return [When(month=_month_of_day(value)) for value in values]
    dates = [_date(number) for number in column]
    return dates if None not in dates and len(lengths) == 1 else None  # type: ignore[return-value]


def _date(number: str) -> When | None:
    """2015, 201503, 2015060 (the day of the year) or 20150301."""
    if len(number) not in (4, 6, 7, 8) or not _is_year(number[:4]):
        return None
    year, rest = int(number[:4]), number[4:]
    if not rest:
        return When(year)
    if len(rest) == 3:
        return When(year, _month_of_day(int(rest))) if 1 <= int(rest) <= 366 else None
    return When(year, int(rest[:2])) if 1 <= int(rest[:2]) <= 12 else None


def _leap_days() -> tuple[int, ...]:
    return tuple(day + (day > 32) for day in _FIRST_DAYS)


def _month_of_day(day: int) -> int:
    return max(month for month, first in enumerate(_FIRST_DAYS, 1) if day >= first)


def of_names(names: Sequence[str]) -> list[When]:
    """Year and month of each of several names, by what differs between them.

    A month comes from words or from the one place of numbers that are months; where two places
    say different things, from neither.
    """
    words = [month_named(name) for name in names]
    months = [words] if all(words) and len(set(words)) > 1 else []
    years: list[list[int | None]] = []
    runs = [re.findall(r"\d+", name) for name in names]
    if len({len(numbers) for numbers in runs}) == 1:
        for column in zip(*runs, strict=True):
            label = _number_label(column) if len(set(column)) > 1 else None
            if label and all(when.month for when in label):
                months.append([when.month for when in label])
            if label and all(when.year for when in label):
                years.append([when.year for when in label])
    month = _agreed(months, len(names))
    year = years[0] if years else [_only(years_in(name)) for name in names]
    return [When(y, m) for y, m in zip(year, month, strict=True)]


def _agreed(columns: list[list[int | None]], count: int) -> list[int | None]:
    """The months all columns agree on; words come first, then whole years."""
    whole = [column for column in columns if sorted(map(int, filter(None, column))) == _YEAR]
    chosen = whole or columns
    if chosen and all(column == chosen[0] for column in chosen):
        return chosen[0]
    return [None] * count


_YEAR = list(range(1, 13))


def _only(years: list[int]) -> int | None:
    return years[0] if len(set(years)) == 1 else None


def of_axis(value: float, units: str, calendar: str) -> When:
    """The time of a CF axis: `days since 1900-01-01`; nothing where it cannot be read."""
    found = _SINCE.match(units.strip().lower())
    if not found:
        return NEVER
    step, year, month, day = _step(found.group(1)), *map(int, found.groups()[1:4])
    try:
        if step in ("month", "mon"):
            months = year * 12 + month - 1 + int(value // 1)
            return When(months // 12, months % 12 + 1)
        if step in ("year", "yr"):
            return When(year + int(value // 1), None)
        hours = int(found.group(5) or 0) + int(found.group(6) or 0) / 60
        days = value * _DAYS[step] + hours / 24
        return _in_calendar(days, year, month, day, calendar.lower())
    except (KeyError, ValueError, OverflowError):
        return NEVER


def _in_calendar(days: float, year: int, month: int, day: int, calendar: str) -> When:
    days += 1e-6  # a midnight that was rounded down belongs to its day
    if calendar == "360_day":
        whole = year * 360 + (month - 1) * 30 + day - 1 + int(days // 1)
        return When(whole // 360, whole % 360 // 30 + 1)
    if calendar in ("365_day", "noleap"):
        whole = year * 365 + _FIRST_DAYS[month - 1] - 1 + day - 1 + int(days // 1)
        return When(whole // 365, _month_of_day(whole % 365 + 1))
    if year < 1583 and calendar in ("", "standard", "gregorian"):
        days -= 2  # the Julian calendar before 1582, of which Python knows nothing
    date = datetime(max(year, 1), month, day) + timedelta(days=days - (366 if year == 0 else 0))
    return When(date.year, date.month)


def of_instant(seconds: float) -> When:
    """The time of GRIB's seconds since 1970."""
    date = datetime(1970, 1, 1) + timedelta(seconds=seconds + 1)
    return When(date.year, date.month)


def of_stamp(value: float, units: str, calendar: str) -> tuple[When, bool]:
    """The time of a CF axis, and whether it is the first instant of a month.

    A period that such a stamp ends is the month before; months and years counted as such, and
    stamps on other days or at other hours, leave no doubt.
    """
    when, before = of_axis(value, units, calendar), of_axis(value - _second(units), units, calendar)
    return when, when.month is not None and _second(units) > 0 and before.month != when.month


def of_span(
    span: tuple[float, float], units: str, calendar: str, *, is_mean_year: bool = False
) -> When:
    """The time in the middle of a period; of a mean over years its first month, without a year."""
    if is_mean_year:
        return When(month=of_axis(span[0], units, calendar).month)
    return of_axis((span[0] + span[1]) / 2, units, calendar)


def _step(word: str) -> str:
    """The unit of an axis in the singular; `s` is one of them."""
    return word.rstrip("s") or "s"


def _second(units: str) -> float:
    """One second in the axis' unit; 0 for months and years."""
    step = _step(units.strip().lower().split(" ")[0])
    return 1 / 86400 / _DAYS[step] if step in _DAYS else 0.0


def described(name: str) -> When:
    """Year and month that a band's description tells by itself: 2015-03, 201503, March 2015."""
    year = years_in(name)
    numbers = re.search(r"(?<!\d)(\d{4})[-_./ ]?(0[1-9]|1[0-2])(?!\d)", name)
    if numbers and year:
        return When(int(numbers.group(1)), int(numbers.group(2)))
    return When(year[0] if len(set(year)) == 1 else None, month_named(name))
