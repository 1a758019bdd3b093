"""What one sheet shows and from what it is computed."""

from collections.abc import Callable
from dataclasses import dataclass

from analysis.looks.styles import STYLES
from analysis.maps.data import MapData
from analysis.maps.sheet import Sheet
from sinkbase.words.language import Language
from sinkbase.words.phrases import phrases


@dataclass(frozen=True)
class Plan:
    """One sheet: its file's name, the results it shows, the layers and equations they are from."""

    name: str
    needs: tuple[str, ...]
    layers: tuple[str, ...]
    reference: str
    draw: Callable[[Sheet, MapData, "Plan"], None]
    needs_all: bool = True

    def is_possible(self, there: set[str]) -> bool:
        """Whether enough of the results that it needs are there."""
        found = there.intersection(self.needs)
        return len(found) == len(self.needs) if self.needs_all else bool(found)


def title(plan: Plan, language: Language) -> str:
    """Return the sheet's title."""
    own: dict[str, str] = phrases(language)["map_titles"]
    return own[plan.name] if plan.name in own else STYLES[plan.name].title_in(language)
