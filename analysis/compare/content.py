"""All that a comparison tells, before it is put into files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.caveats import notice
from analysis.compare.differences import Change, Transition
from analysis.compare.lines import Line
from analysis.provenance import Grid
from analysis.webmap.layers import Texts, texts
from loaders.settings import Region

__all__ = ["SECTIONS", "Content", "Setting", "differing_settings"]

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
    """A setting of the method that differs."""

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
    no_maps: str | None
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


def _text(method: Mapping[str, Any], name: str) -> str:
    value = method.get(name, "")
    return " ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
