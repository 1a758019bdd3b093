"""The land-use pattern around each cell of a sink."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property

import numpy

from kernel.errors import KernelError
from kernel.patches.disc import Disc
from kernel.raster.mosaic import cut, whole_grid

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from kernel.arrays import Booleans, Floats, Numbers
    from kernel.patches.disc import Block

CATEGORIES = (1, 2, 3)
MOST = 254  # 255 is nodata


@dataclass(frozen=True)
class Requirement:
    """Codes that together have at least this share of the cells around."""

    codes: frozenset[int]
    least_share: float


@dataclass(frozen=True)
class Rule:
    """A pattern of a category of sinks; a category's rules are tried in order of preference."""

    pattern: int
    category: int
    preference: float
    needs_road: bool
    requirements: tuple[Requirement, ...]


def rules_of(text: str) -> list[Rule]:
    """The rules of a JSON array, by category and preference.

    [{"pattern": 4, "category": 3, "preference": 1, "needs_road": false,
      "requirements": [{"codes": [66], "least_share": 0.2}]}, ...]
    Raises KernelError when a rule is not made like this or the rules leave a choice open.
    """
    try:
        rules = [_rule(given) for given in json.loads(text)]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, KernelError):
            raise
        raise KernelError(
            "a rule is not of the form expected: pattern, category, preference, needs_road, "
            "requirements of codes and least_share"
        ) from None
    order = [(rule.category, rule.preference) for rule in rules]
    if len(set(order)) != len(order):
        raise KernelError("two patterns of one category have the same preference")
    return sorted(rules, key=lambda rule: (rule.category, rule.preference))


def _rule(given: dict[str, object]) -> Rule:
    pattern, category = given["pattern"], given["category"]
    if category not in CATEGORIES or not isinstance(pattern, int) or not 1 <= pattern <= MOST:
        raise KernelError(
            f"pattern {pattern} of category {category}: expected patterns from 1 to {MOST} of the "
            "categories 1, 2 and 3"
        )
    requirements = tuple(
        Requirement(frozenset(it["codes"]), float(it["least_share"]))
        for it in given.get("requirements") or ()  # type: ignore[attr-defined]
    )
    preference = float(given["preference"])  # type: ignore[arg-type]
    return Rule(pattern, int(category), preference, bool(given.get("needs_road")), requirements)  # type: ignore[call-overload]


def patterns_of(
    land_use: Numbers,
    category: Numbers,
    roads: Numbers | None,
    rules: Sequence[Rule],
    radius_cells: float,
) -> Floats:
    """The pattern of each sink cell, 0 where no rule fits and outside the sinks: (rows, columns).

    Around each cell of a sink (category 1, 2 or 3) the shares of the land-use codes in a disc are
    taken: all cells with a code whose centre lies within `radius_cells`. Of the category's rules
    the first fits whose requirements all hold, and, where it needs a road, that has a cell above 0
    of `roads` in the disc. Without roads (None) such a rule never fits. Where `category` is NaN the
    pattern is NaN.
    Raises KernelError for another category or radius.
    """
    if not 0 <= radius_cells <= 10000:
        raise KernelError(f"radius_cells is {radius_cells}, expected 0 to 10000")
    outside = numpy.isnan(category)
    is_unknown = ~(outside | numpy.isin(category, (0, *CATEGORIES)))
    if is_unknown.any():
        unknown = numpy.unique(category[is_unknown]).tolist()
        found = ", ".join(f"{category:g}" for category in unknown)
        raise KernelError(f"the categories {found} occur; expected 0 to 3")
    disc = Disc(radius_cells, category.shape)
    codes = sorted({code for rule in rules for it in rule.requirements for code in it.codes})
    result = numpy.zeros(category.shape, "f4")
    for block in disc.blocks():
        of_cell = category[block]
        here = [rule for rule in rules if (of_cell == rule.category).any()]
        if not here:
            continue
        around = Around(disc, block, land_use, roads, codes)
        pattern = result[block]
        for rule in here:
            free = (of_cell == rule.category) & (pattern == 0)
            if free.any():
                pattern[free & around.fits(rule)] = rule.pattern
    result[outside] = numpy.nan
    return result


class Around:
    """What lies around each cell of a block: shares of land use, and roads."""

    def __init__(
        self,
        disc: Disc,
        block: Block,
        land_use: Numbers,
        roads: Numbers | None,
        codes: Sequence[int],
    ) -> None:
        """Count the cells with a code, and number those of the codes that are asked for."""
        self.disc = disc
        self.block = block
        self.roads = roads
        values = disc.around(land_use, block, numpy.nan)
        self.cells = numpy.maximum(disc.count(~numpy.isnan(values), block), 1)
        self.codes = numpy.array([*codes, numpy.inf])
        self.number = numpy.searchsorted(self.codes[:-1], values)
        self.number[self.codes[self.number] != values] = len(codes)
        self.shares: dict[frozenset[int], Floats] = {}

    def share(self, codes: frozenset[int]) -> Floats:
        """The share that these codes have together: (rows, columns) of the block, 0 to 1."""
        if codes not in self.shares:
            is_counted = numpy.isin(self.codes, sorted(codes))[self.number]
            self.shares[codes] = self.disc.count(is_counted, self.block) / self.cells
        return self.shares[codes]

    @cached_property
    def has_road(self) -> Booleans:
        """Where a road is near: (rows, columns) of the block."""
        if self.roads is None:
            return self.cells < 0
        is_road = self.disc.around(self.roads, self.block, 0) > 0
        return self.disc.count(is_road, self.block) > 0

    def fits(self, rule: Rule) -> Booleans:
        """Where all that the rule asks for holds: (rows, columns) of the block."""
        fits = self.has_road if rule.needs_road else self.cells > 0
        for it in rule.requirements:
            fits = fits & (self.share(it.codes) >= it.least_share)
        return fits


def restoration_patterns(
    tile_ids: Sequence[int] | None,
    rules: str | None,
    radius_cells: float | None,
    *rasters: Sequence[bytes] | None,
) -> list[tuple[int, bytes]]:
    """What sinkbase.restoration_patterns makes of raster WKB: a row a tile.

    `rasters` are the tiles of land use, category and roads, which may be None.
    Raises KernelError when another argument is None or layers do not lie on the same tiles.
    """
    land_use, category, roads = rasters
    if tile_ids is None or rules is None or radius_cells is None:
        raise KernelError("tile_ids, rules and radius_cells must not be null")
    if land_use is None or category is None:
        raise KernelError("land_use and category must not be null")
    codes, places = whole_grid(tile_ids, land_use, "land_use", "f4")
    layers = {"category": category} | ({} if roads is None else {"roads": roads})
    values = {}
    for name, tiles in layers.items():
        values[name], others = whole_grid(tile_ids, tiles, name, "f4")
        if others != places:
            raise KernelError(f"land_use and {name} do not lie on the same tiles")
    found = patterns_of(
        codes, values["category"], values.get("roads"), rules_of(rules), radius_cells
    )
    return list(zip(tile_ids, cut(found, places, "8BUI"), strict=True))
