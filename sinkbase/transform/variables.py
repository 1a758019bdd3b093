"""What dbt is told of a region and of the run: its variables, all of them plain JSON."""

from typing import Any

from sinkbase.errors import SinkbaseError
from sinkbase.region.crs import region_crs
from sinkbase.region.method import Setting, defaults
from sinkbase.region.settings import Region
from sinkbase.words.phrases import LANGUAGES, phrases

REFERENCE = ("nep", "vegetation", "soil")
# settings of which a model's references depend
SHAPING = ("importance_stretch", "resistance_weights")


def variables(region: Region) -> dict[str, Any]:
    """The settings of the method, what the region's files are like, and the words of warnings.

    Raises SinkbaseError when importance_stretch = "reference" has no reference to stretch by.
    """
    _check_reference(region)
    return {
        **region.method,
        "srid": region_crs(region.crs, region.file).to_epsg(),
        "inorganic_carbon": region.inorganic_carbon,
        "roads": "present" if "roads" in region.layers else "absent",
        "settings": [
            {"setting": name, "value": setting_text(value)} for name, value in region.method.items()
        ],
        "warnings": warning_sentences(),
        "names": names(),
    }


def shape(region: Region) -> dict[str, Any]:
    """Variables with which the project is read: those alone differ that change its graph.

    Every other setting has its default here; its value counts when a node is built.
    """
    told = variables(region)
    fixed = {name: value for name, value in defaults().items() if name not in SHAPING}
    return told | fixed | {"settings": [], "warnings": [], "names": {}}


def setting_text(value: Setting) -> str | None:
    """A setting as its definition writes it; several codes are parted by spaces."""
    if value is None:
        return None
    if isinstance(value, tuple):
        return " ".join(str(code) for code in value)
    return format(value, ".15g") if isinstance(value, float) else str(value)


def warning_sentences() -> list[dict[str, str | None]]:
    """The sentences of each kind of warning in both languages, the gravest kind first."""
    return [
        {"kind": kind}
        | {
            f"{number}_{language}": phrases(language)["warnings"][kind].get(number)
            for language in LANGUAGES
            for number in ("one", "other")
        }
        for kind in phrases("en")["warnings"]
    ]


def names() -> dict[str, dict[str, str]]:
    """What layers, resistance factors and ends of ranges are called within a sentence."""
    sections = {"layers": "{}", "factors": "factor {}", "ends": "{} end"}
    return {
        form.format(key): {language: _named(language, section, key) for language in LANGUAGES}
        for section, form in sections.items()
        for key in phrases("en")[section]
    }


def _named(language: Any, section: str, key: str) -> str:
    name: str = phrases(language)[section][key]
    return name[:1].lower() + name[1:]


def _check_reference(region: Region) -> None:
    """Hold importance_stretch = "reference" to its six values, the lower below the upper."""
    if region.method["importance_stretch"] != "reference":
        return
    for layer in REFERENCE:
        ends = [f"reference_{layer}_{end}" for end in ("low", "high")]
        missing = [name for name in ends if region.method[name] is None]
        if missing:
            raise SinkbaseError(
                f'{region.file}: importance_stretch = "reference" needs {" and ".join(missing)} '
                'under [method]. Set them, or importance_stretch = "minmax".'
            )
        low, high = (float(str(region.method[name])) for name in ends)
        if low >= high:
            raise SinkbaseError(
                f"{region.file}: {ends[0]} = {low:g} is not below {ends[1]} = {high:g}. "
                "Correct them under [method]."
            )
