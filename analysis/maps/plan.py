"""What one sheet shows and from what it is computed."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.maps.data import MapData
from analysis.maps.sheet import Sheet
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases


@dataclass(frozen=True)
class Plan:
    """One sheet: its file's name, the results that it shows, the equations they are from."""

    name: str
    needs: tuple[str, ...]
    reference: str
    draw: Callable[[Sheet, MapData, "Plan"], None]
    needs_all: bool = True

    def is_possible(self, there: set[str]) -> bool:
        """Whether enough of the results that it needs are there."""
        found = there.intersection(self.needs)
        return len(found) == len(self.needs) if self.needs_all else bool(found)


def title(plan: Plan, data: MapData, language: Language) -> str:
    """Return the sheet's title; where no cell takes carbon up, sinks are not called so."""
    own: dict[str, str] = phrases(language)["map_titles"]
    if not data.grid.takes_up and f"{plan.name}_without_uptake" in own:
        return own[f"{plan.name}_without_uptake"]
    if plan.name in own:
        return own[plan.name]
    return data.looks.styles[plan.name].title_in(language)
