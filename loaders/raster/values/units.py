"""The unit that a file names, in whatever spelling, beside the one that the region file names."""

import re
from dataclasses import dataclass

from sinkbase.region.layers import LAYERS, Layer
from sinkbase.region.sources import Source

_SAME = {
    "²": "2",
    "³": "3",
    "⁻": "-",
    "¹": "1",
    "·": " ",
    "℃": "degc",
    "℉": "degf",
    "°": "deg",
    "μ": "u",
}
_SAME |= {"**": "^", "％": "%", "／": "/", "毫米": "mm", "厘米": "cm", "摄氏度": "degc", "米": "m"}
_FILLING = {
    "of",
    "water",
    "equivalent",
    "h2o",
    "lwe",
    "w.e.",
    "we",
    "total",
    "carbon",
    "thickness",
    "us",
    "survey",
}
_LENGTHS = {"mm": 1.0, "millimeter": 1.0, "millimetre": 1.0, "cm": 10.0, "centimeter": 10.0,
            "centimetre": 10.0, "dm": 100.0, "m": 1000.0, "meter": 1000.0, "metre": 1000.0,
            "ft": 304.8, "feet": 304.8, "foot": 304.8, "in": 25.4, "inch": 25.4,
            "inches": 25.4}  # fmt: skip
_DAYS = {"s": 1 / 86400, "sec": 1 / 86400, "second": 1 / 86400, "h": 1 / 24, "hr": 1 / 24,
         "hour": 1 / 24, "d": 1.0, "day": 1.0}  # fmt: skip
_MONTHS = {"month", "mon", "mo"}
_YEARS = {"a", "yr", "y", "year", "annum"}
_TEMPERATURES = {
    "k": "K", "kelvin": "K", "degk": "K", "degreekelvin": "K", "degreesk": "K",
    "c": "degC", "degc": "degC", "degreec": "degC", "celsius": "degC", "degcelsius": "degC",
    "degreecelsius": "degC", "degreescelsius": "degC", "degreesc": "degC", "centigrade": "degC",
    "f": "degF", "degf": "degF", "degreef": "degF", "fahrenheit": "degF",
    "degreefahrenheit": "degF", "degreesfahrenheit": "degF",
}  # fmt: skip
_ANGLES = {"degree": "degree", "degrees": "degree", "deg": "degree", "percent": "percent",
           "%": "percent", "percentrise": "percent", "radian": "radian", "radians": "radian",
           "rad": "radian"}  # fmt: skip
_NO_UNIT = {"", "1", "-", "none", "unknown", "n/a", "na", "dimensionless", "unitless", "undefined"}


@dataclass(frozen=True)
class Meaning:
    """What one count of a file is: `scale` of the layer's `unit`, a key of its units."""

    unit: str
    scale: float
    is_timed: bool = True  # whether the file says per what time; "m" alone does not

    @property
    def told(self) -> str:
        """The keys of a region file that say so."""
        scale = "" if self.scale == 1 else f" and scale = {self.scale:g}"
        return f'unit = "{self.unit}"{scale}'


def says_nothing(text: str) -> bool:
    """Whether a file's text for its unit names none."""
    return text.strip().lower() in _NO_UNIT


def read_unit(text: str, layer: Layer) -> Meaning | None:
    """What a unit's text (udunits, CF, GRIB's brackets, Chinese) means for a layer, if known."""
    scale, rest = _split_scale(_plain(text))
    if layer.name == "temperature":
        unit = _TEMPERATURES.get(re.sub(r"[\s_.]", "", rest))
        return Meaning(unit, scale) if unit else None
    if layer.name == "slope":
        unit = _ANGLES.get(re.sub(r"[\s_]", "", rest))
        return Meaning(unit, scale) if unit else None
    powers = _powers(rest)
    if powers is None:
        return None
    reader = {
        "precipitation": _precipitation, "elevation": _elevation, "npp": _production,
        "population": _people,
    }.get(layer.name)  # fmt: skip
    found = reader(powers) if reader else None
    return Meaning(found.unit, found.scale * scale, found.is_timed) if found else None


def _plain(text: str) -> str:
    text = text.strip().strip("[]").strip()
    for mark, plain in _SAME.items():
        text = text.replace(mark, plain)
    return text.lower()


def _split_scale(text: str) -> tuple[float, str]:
    """`0.1mm`, `0.1 mm`, `1e-3 m`: the number in front, and the rest."""
    found = re.match(r"^(\d+(?:\.\d*)?(?:e[+-]?\d+)?)\s*\*?\s*(?=[a-z%])", text)
    if not found:
        return 1.0, text
    return float(found.group(1)), text[found.end() :]


def _powers(text: str) -> dict[str, int] | None:
    """`kg m-2 s-1`, `kg/m2/s`, `kg m^-2 s^-1`, `kg/(m2 s)`: each word with its power."""
    result: dict[str, int] = {}
    sign = 1
    for part in re.findall(r"/|\bper\b|[a-z_%.]+(?:\s*\^?\s*[+-]?\d+)?|\S", _words(text)):
        if part in ("/", "per"):
            sign = -1
        if part in ("/", "per", "1"):  # 1/km2
            continue
        found = re.fullmatch(r"([a-z_%.]+?)\s*\^?\s*([+-]?\d+)?", part)
        if not found:
            return None
        name, power = found.group(1).strip("_."), int(found.group(2) or 1)
        if name in _FILLING or (name == "c" and result):
            continue
        name = name.removesuffix("s") if name.removesuffix("s") in _LONG else name
        result[name] = result.get(name, 0) + sign * power
    return result or None


def _words(text: str) -> str:
    """Marks out of the way: `.` and `*` as products, brackets after a stroke."""
    text = re.sub(r"\bw\.e\.?(?=\W|$)", " ", re.sub(r"[()*]", " ", text))
    text = re.sub(r"\b(?:sq|square)\.?[\s_]*(km|m|kilomet(?:er|re)s?)\b", r"\g<1>2", text)
    text = re.sub(r"\bkilomet(?:er|re)s?", "km", text)
    text = re.sub(r"(?<=[a-z0-9])\.(?=[a-z])", " ", text)
    text = re.sub(r"\b(k?g)[ _]?c(?=[\s/_^.-]|$)", r"\1c", text)
    return re.sub(r"(?<=[a-z])_(?=[a-z])", " ", text)


_LONG = {
    "day", "hour", "second", "month", "year", "yr", "meter", "metre", "millimeter", "millimetre",
    "centimeter", "centimetre", "person", "pixel", "cell", "inhabitant", "tonne", "gram",
}  # fmt: skip


def _time(powers: dict[str, int]) -> tuple[str, float]:
    """("month", 1), ("day", days of one) or ("", 1) where no time is named."""
    for name, power in powers.items():
        if power != -1:
            continue
        if name in _DAYS:
            return "day", _DAYS[name]
        if name in _MONTHS:
            return "month", 1.0
        if name in _YEARS:
            return "year", 1.0
    return "", 1.0


def _without_time(powers: dict[str, int]) -> dict[str, int]:
    times = {*_DAYS, *_MONTHS, *_YEARS}
    return {name: power for name, power in powers.items() if not (power == -1 and name in times)}


def _precipitation(powers: dict[str, int]) -> Meaning | None:
    millimetres = _millimetres(_without_time(powers))
    kind, days = _time(powers)
    if millimetres is None or kind == "year":
        return None
    if kind == "day":
        return _rain_rate(millimetres / days)
    end, is_timed = ("/month", True) if kind == "month" else ("", False)
    if millimetres == 1000:
        return Meaning(f"m{end}", 1.0, is_timed)
    return Meaning(f"mm{end}", millimetres, is_timed)


def _millimetres(powers: dict[str, int]) -> float | None:
    if powers == {"kg": 1, "m": -2}:
        return 1.0  # a kilogram of water on a square metre stands a millimetre high
    name, power = next(iter(powers.items()), ("", 0))
    return _LENGTHS.get(name) if len(powers) == 1 and power == 1 else None


def _rain_rate(mm_per_day: float) -> Meaning:
    for unit, factor in (("m/day", 1000), ("mm/hour", 24), ("kg/m2/s", 86400)):
        if abs(mm_per_day / factor - 1) < 1e-9:
            return Meaning(unit, 1.0)
    return Meaning("mm/day", mm_per_day)


def _elevation(powers: dict[str, int]) -> Meaning | None:
    if len(powers) != 1 or next(iter(powers.values())) != 1:
        return None
    name = next(iter(powers))
    units = {1000.0: "m", 100.0: "dm", 10.0: "cm", 304.8: "ft"}
    size = _LENGTHS.get(name)
    if size is None:
        return None
    return Meaning(units[size], 1.0) if size in units else Meaning("m", size / 1000)


def _production(powers: dict[str, int]) -> Meaning | None:
    kind, days = _time(powers)
    mass = _without_time(powers)
    area = {name: power for name, power in mass.items() if power < 0}
    weight = [name for name, power in mass.items() if power == 1]
    if len(weight) != 1 or len(area) != 1:
        return None
    grams = {"g": 1.0, "gc": 1.0, "gram": 1.0, "kg": 1e3, "kgc": 1e3, "t": 1e6, "tc": 1e6,
             "tonne": 1e6}.get(weight[0])  # fmt: skip
    metres = {("m", -2): 1.0, ("ha", -1): 1e4, ("hm", -2): 1e4}.get(next(iter(area.items())))
    if grams is None or metres is None or kind == "month":
        return None
    value = grams / metres
    if kind == "day":
        if abs(days - 1) < 1e-9:
            return Meaning("gC/m2/day", value)
        return Meaning("kgC/m2/s", value / 1000) if days < 1 / 80000 else None
    unit, size = {1e3: ("kgC/m2/a", 1e3), 1e2: ("tC/hm2/a", 1e2)}.get(value, ("gC/m2/a", 1.0))
    return Meaning(unit, value / size, kind == "year")


def _people(powers: dict[str, int]) -> Meaning | None:
    people = {"people", "person", "inhabitant", "pop", "persons", "ind", "capita", "count"}
    area = {name: power for name, power in powers.items() if name not in people}
    known = {
        (("km", -2),): "people/km2", (("hm", -2),): "people/hm2", (("ha", -1),): "people/hm2",
        (("pixel", -1),): "people/pixel", (("cell", -1),): "people/pixel",
        (("grid", -1), ("cell", -1)): "people/pixel",
    }  # fmt: skip
    unit = known.get(tuple(area.items()))
    return Meaning(unit, 1.0) if unit else None


@dataclass(frozen=True)
class Unit:
    """The unit in force: value x scale + offset is in `unit`; `is_read` where the file said it."""

    unit: str
    scale: float = 1.0
    is_read: bool = False
    unknown: str = ""  # what the file calls it, where that is not understood


def _size(layer: Layer, unit: str) -> tuple[float, float, bool, bool, bool]:
    factor, shift = layer.units[unit]
    return factor, shift, unit in layer.rates, unit in layer.gradients, unit.endswith("/pixel")


_MEASURES = {"count": "people/pixel", "density": "people/km2"}


def in_force(source: Source, path: object, text: str, packed: float, is_mean: bool) -> Unit:
    """The unit of a file that names `text`, packed with a scale of its own, for a source.

    Raises SinkbaseError where the file and the region file contradict each other.
    """
    layer = LAYERS[source.layer]
    stated = source.unit or _MEASURES.get(source.measure or "")
    meaning = None if says_nothing(text) else read_unit(text, layer)
    if source.ignore_unit is not None:
        if source.ignore_unit.strip() != text.strip():
            found = f"the file's unit is {text!r}" if text else "the file names no unit"
            raise source.error(
                path, f"{found}; ignore_unit = {source.ignore_unit!r} is to ignore another. "
                "Correct ignore_unit, or leave it out."
            )  # fmt: skip
        meaning = None
    if meaning is None or source.layer == "soil":
        is_told = says_nothing(text) or source.ignore_unit is not None or source.layer == "soil"
        return Unit(stated or layer.unit, unknown="" if is_told else text)
    if is_mean and meaning.unit == "m" and stated in (None, "m"):
        raise source.error(path, _METRES.format(text=text))
    if stated is None:
        _compare_scale(source, path, text, packed, meaning)
        _refuse_twice(source, path, text, packed, meaning)
        return Unit(meaning.unit, 1.0 if source.scale is not None else meaning.scale, True)
    same_unit = _size(layer, stated) == _size(layer, meaning.unit)
    more_precise = not meaning.is_timed and stated in (*layer.rates, "mm/month", "m/month")
    if more_precise:
        length = stated.split("/")[0]
        same_unit = length == meaning.unit or (stated == "kg/m2/s" and meaning.unit == "mm")
    if source.scale is None and same_unit:
        _refuse_twice(source, path, text, packed, meaning)
        return Unit(stated, meaning.scale)
    if source.scale is None and _is_as_large(layer, stated, meaning):
        return Unit(stated)
    if source.scale is not None and _agree(
        layer, Unit(stated, source.scale), packed, meaning, same_unit=same_unit
    ):
        return Unit(stated)
    raise _contradiction(source, path, text, meaning)


def _is_as_large(layer: Layer, stated: str, meaning: Meaning) -> bool:
    """Whether one of the region file's unit is one count of the file: cm and 10 mm."""
    own, other = _size(layer, stated), _size(layer, meaning.unit)
    return own[1:] == other[1:] and abs(own[0] / (other[0] * meaning.scale) - 1) < 1e-6


def _refuse_twice(source: Source, path: object, text: str, packed: float, meaning: Meaning) -> None:
    if source.scale is None and meaning.scale != 1 and abs(packed / meaning.scale - 1) < 1e-6:
        raise source.error(
            path,
            f"the file says {packed:g} twice, as its scale and in its unit {text!r}. Is it meant "
            f'once or twice? Set unit = "{meaning.unit}" and scale = {packed:g}, or scale = '
            f"{packed * meaning.scale:g}.",
        )


_METRES = (
    "the file says that its precipitation is in {text!r}, and does not say per what time; ERA5's "
    "monthly means are metres a day, 30 times less than the month's sum. Say which: "
    'unit = "m/day", or unit = "m/month" for sums of the month.'
)


def _agree(layer: Layer, stated: Unit, packed: float, meaning: Meaning, *, same_unit: bool) -> bool:
    """Whether the region file's unit and scale give what the file's own say."""
    if same_unit:
        said = {factor for factor in (packed, meaning.scale) if factor != 1}  # a 1 says nothing
        options = {packed * meaning.scale, *said}
        return any(abs(stated.scale / option - 1) < 1e-6 for option in options)
    own, other = _size(layer, stated.unit), _size(layer, meaning.unit)
    if own[2:] != other[2:] or own[1] != other[1]:
        return False
    ratios = {packed * meaning.scale} | ({meaning.scale} if meaning.scale != 1 else set())
    return any(abs(stated.scale * own[0] / (r * other[0]) - 1) < 1e-6 for r in ratios)


def _compare_scale(
    source: Source, path: object, text: str, packed: float, meaning: Meaning
) -> None:
    if source.scale is None:
        return
    if not _agree(
        LAYERS[source.layer], Unit(meaning.unit, source.scale), packed, meaning, same_unit=True
    ):
        raise _contradiction(source, path, text, meaning)


def _contradiction(source: Source, path: object, text: str, meaning: Meaning) -> Exception:
    said = [f'unit = "{source.unit}"'] if source.unit else []
    said += [f'measure = "{source.measure}"'] if source.measure and not source.unit else []
    said += [f"scale = {source.scale:g}"] if source.scale is not None else []
    return source.error(
        path,
        f"the file says that its unit is {text!r} ({meaning.told}), the region file has "
        f"{', '.join(said) or 'its default'}. Expected that they agree: take "
        f"{meaning.told} (and no scale of your own beside the file's), or, when the file is "
        f'wrong, say that you know: ignore_unit = "{text}".',
    )
