"""All that a comparison tells, before it is put into files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from analysis.compare.differences import Change, Transition
from analysis.compare.lines import Line
from analysis.findings.caveats import notice
from analysis.results.provenance import Grid, Provenance
from analysis.webmap.layers import Texts, texts
from sinkbase.region.settings import Region
from sinkbase.words.language import Language

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
    """A setting of the method, or a layer's source, that differs."""

    name: str
    a: str
    b: str


@dataclass(frozen=True)
class Content:
    """Two regions side by side; `no_maps` says why there are no difference maps."""

    a: Grid
    b: Grid
    lines: list[Line]
    settings: list[Setting]
    layers: list[Setting]
    no_maps: Texts | None
    changes: list[Change]
    transitions: list[Transition]

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


def differing_settings(a: Region, b: Region) -> list[Setting]:
    """Return the settings of the method that two region files set differently."""
    names = [name for name in {**a.method, **b.method} if a.method.get(name) != b.method.get(name)]
    return [Setting(name, _text(a.method, name), _text(b.method, name)) for name in names]


def differing_layers(a: Provenance, b: Provenance) -> list[Setting]:
    """Return the layers whose sources differ: their files, or what is noted of them."""
    layers = dict.fromkeys(it.layer for it in (*a.sources, *b.sources))
    told = {name: (_sources(a, name), _sources(b, name)) for name in layers}
    return [Setting(name, *sides) for name, sides in told.items() if sides[0] != sides[1]]


def _sources(told: Provenance, layer: str) -> str:
    sources = [it for it in told.sources if it.layer == layer]
    # the folders of a machine say nothing to whoever reads the comparison
    return " + ".join(
        f"{PurePath(it.path).name} ({it.note})" if it.note else PurePath(it.path).name
        for it in sources
    )


def _text(method: Mapping[str, Any], name: str) -> str:
    value = method.get(name, "")
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
