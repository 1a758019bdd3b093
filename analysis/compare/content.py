"""All that a comparison tells, before it is put into files."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.compare.differences import Change, Transition
from analysis.compare.lines import Line
from analysis.findings.notice import notice
from analysis.results.provenance import Grid, Provenance, Source
from analysis.results.settings import Setting as Used
from analysis.webmap.layers import Texts, texts
from sinkbase.words.language import Language
from sinkbase.words.phrases import LANGUAGES, phrases

__all__ = ["SECTIONS", "Content", "Setting", "differing_layers", "differing_settings"]

SECTIONS = {
    "summary": texts("Headline numbers", "主要数字"),
    "levels": texts("Area by level of importance", "各重要性等级面积"),
    "sinks": texts("Carbon sinks", "碳汇"),
    "patterns": texts("Area by restoration pattern", "各修复格局面积"),
    "weights": texts("Weights of the resistance factors", "阻力因子权重"),
    "land_use": texts("Land use of the sinks", "碳汇土地利用构成"),
}


@dataclass(frozen=True)
class Setting:
    """A setting of the method, or a layer's source, that differs; `meaning` of a setting."""

    name: str
    a: Texts
    b: Texts
    meaning: Texts


@dataclass(frozen=True)
class Land:
    """Land of one category of sinks: in both runs, in A alone, in B alone."""

    code: int
    category: Texts
    kept_km2: float
    lost_km2: float
    gained_km2: float


@dataclass(frozen=True)
class Content:
    """Two regions side by side; `warnings` are those of A and of B, each under its name.

    `no_maps` says why there are no difference maps. `land` is told of runs of the past.
    """

    a: Grid
    b: Grid
    lines: list[Line]
    settings: list[Setting]
    layers: list[Setting]
    warnings: Sequence[tuple[str, Sequence[Texts]]]
    no_maps: Texts | None
    changes: list[Change]
    transitions: list[Transition]
    land: Sequence[Land] = ()

    @property
    def name(self) -> str:
        """The comparison's name: a-b."""
        return f"{self.a.region}-{self.b.region}"

    @property
    def title(self) -> Texts:
        """Both regions' titles."""
        return texts(
            f"{self.a.title} → {self.b.title}" if self.a.title != self.b.title else self._names,
            f"{self.a.title_zh} → {self.b.title_zh}"
            if self.a.title_zh != self.b.title_zh
            else self._names,
        )

    def sides(self, language: Language) -> str:
        """Return both regions with their names: A: Demo county (demo); B: ..."""
        told = [
            f"{side}: {grid.title} ({grid.region})"
            if language == "en"
            else f"{side}：{grid.title_zh}（{grid.region}）"
            for side, grid in (("A", self.a), ("B", self.b))
        ]
        return "; ".join(told) if language == "en" else "；".join(told)

    @property
    def notice(self) -> str | None:
        """The sentence that results of made-up regions carry."""
        return notice(self.a) or notice(self.b)

    @property
    def _names(self) -> str:
        return f"{self.a.region} → {self.b.region}"


def differing_settings(a: Sequence[Used], b: Sequence[Used]) -> list[Setting]:
    """Return the settings of the method that differ between the runs that made the results."""
    before, after = ({it.name: it for it in side} for side in (a, b))
    return [
        Setting(
            name,
            texts(values[0], values[0]),
            texts(values[1], values[1]),
            texts(told.meaning_in("en"), told.meaning_in("zh")),
        )
        for name, told in {**after, **before}.items()
        if (values := [side[name].value if name in side else "" for side in (before, after)])
        and values[0] != values[1]
    ]


def differing_layers(a: Provenance, b: Provenance) -> list[Setting]:
    """Return the layers whose sources differ: file, year, kind, share or note."""
    layers = dict.fromkeys(it.layer for it in (*a.sources, *b.sources))
    told = {name: (_sources(a, name), _sources(b, name)) for name in layers}
    return [
        Setting(name, sides[0], sides[1], texts("", ""))
        for name, sides in told.items()
        if sides[0] != sides[1]
    ]


def _sources(told: Provenance, layer: str) -> Texts:
    sources = [it for it in told.sources if it.layer == layer]
    en, zh = (" + ".join(_source(it, language) for it in sources) for language in LANGUAGES)
    return texts(en, zh)


def _source(source: Source, language: Language) -> str:
    facts = [str(source.year or ""), phrases(language)["npp_origin"][source.kind]]
    note = source.note_in(language)
    return f"{source.file} ({'; '.join(it for it in (*facts, note) if it)})"
