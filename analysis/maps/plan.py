"""What one sheet shows and from what it is computed."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.looks.looks import Looks
from analysis.maps.data import MapData
from analysis.maps.sheet import Sheet
from analysis.results.provenance import Grid
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
    also: tuple[str, ...] = ()  # results that it shows where they are there

    @property
    def reads(self) -> tuple[str, ...]:
        """The names of all results that the sheet is drawn from; others it does not get."""
        return *self.needs, *self.also

    def is_possible(self, there: set[str]) -> bool:
        """Whether enough of the results that it needs are there."""
        found = there.intersection(self.needs)
        return len(found) == len(self.needs) if self.needs_all else bool(found)


def title(plan: Plan, grid: Grid, looks: Looks, language: Language) -> str:
    """Return the sheet's title; where no cell takes carbon up, sinks are not called so."""
    own: dict[str, str] = phrases(language)["map_titles"]
    if not grid.takes_up and f"{plan.name}_without_uptake" in own:
        return own[f"{plan.name}_without_uptake"]
    if plan.name in own:
        return own[plan.name]
    return looks.styles[plan.name].title_in(language)
