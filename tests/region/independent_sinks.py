"""Sinks, resistance, MCR and patterns in numpy, scipy and scikit-image, without project code."""

from math import ceil

import kmeans1d
import numpy as np
from scipy import ndimage
from skimage.graph import MCP_Geometric
from skimage.measure import label
from skimage.morphology import closing

from tests.region.independent import DEFAULTS

EIGHT = np.ones((3, 3), int)
FARMLAND = (11, 12)
CULTIVATED = 15
GROUP_GRADE = {1: 3, 2: 1, 3: 1, 4: 5, 5: 10, 6: 5}  # by the first digit of the CNLUCC code
GRADES = {
    "slope": ("slope", [20, 40, 60, 80], [1, 3, 5, 7, 9]),
    "elevation": ("elevation", [2000, 3000, 4000, 5000, 6000], [1, 2, 4, 6, 8, 10]),
    "temperature": ("accumulated_temperature", [1000, 2000, 3000, 4000], [9, 7, 5, 3, 1]),
    "precipitation": ("annual_precipitation", [150, 300, 450, 600], [9, 7, 5, 3, 1]),
    "population": ("population_density", [1000, 2000, 3000, 4000], [1, 3, 5, 7, 9]),
}


def breaks_of(values: np.ndarray) -> list[float]:
    """Upper limits of five natural-breaks classes."""
    valid = values[~np.isnan(values)].astype("f4").astype(float)
    clusters = np.array(kmeans1d.cluster(valid, 5)[0])
    return [float(valid[clusters == number].max()) for number in range(5)]


def primary_and_secondary(found: dict, raw: dict, settings: dict = DEFAULTS) -> tuple:
    """Raster of sink numbers, raster of categories 0/1/2; both 0 outside sinks."""
    inside = raw["inside"] == 1
    level = np.where(np.isnan(found["importance_level"]), 0, found["importance_level"])
    land_use = np.where(np.isnan(found["land_use"]), 0, found["land_use"]).astype(int)
    candidate = inside & (level >= settings["candidate_level"])
    patches = label(land_use, connectivity=2, background=0)
    cells = np.bincount(patches.ravel())
    share = np.bincount(patches.ravel(), candidate.ravel()) / np.maximum(cells, 1)
    whole = (share >= settings["patch_share"])[patches] & (patches > 0)
    taken = candidate | (whole & inside)
    side = 2 * ceil(settings["gap_cells"] / 2) + 1
    closed = closing(np.pad(taken, 5), np.ones((side, side)))[5:-5, 5:-5] & inside
    kind = np.where(closed, np.where(is_cultivated(raw), 2, 1), 0)
    settle(kind, settings["min_sink_km2"] / (settings["cell_size_m"] / 1000) ** 2)
    number = np.zeros(kind.shape, int)
    category = np.zeros(kind.shape, int)
    rank = 0
    for which in (1, 2):
        pieces, count = ndimage.label(kind == which, EIGHT)
        kept = [p for p in range(1, count + 1) if which == 2 or (level[pieces == p] == 5).any()]
        for piece in sorted(kept, key=lambda p: -(pieces == p).sum()):
            rank += 1
            number[pieces == piece] = rank
            category[pieces == piece] = which
    return number, category


def is_cultivated(raw: dict) -> np.ndarray:
    """Cultivated vegetation; farmland where the vegetation is not known."""
    farmland = np.isnan(raw["vegetation"]) & np.isin(raw["land_use"], FARMLAND)
    return (raw["vegetation"] == CULTIVATED) | farmland


def settle(kind: np.ndarray, least_cells: float) -> None:
    """Small pieces join the other kind where they touch it and drop out elsewhere, in rounds."""
    while True:
        before = kind.copy()
        for which, other in ((1, 2), (2, 1)):
            pieces, count = ndimage.label(kind == which, EIGHT)
            beside = ndimage.binary_dilation(kind == other, EIGHT)
            for piece in range(1, count + 1):
                cells = pieces == piece
                if cells.sum() < least_cells:
                    kind[cells] = other if (cells & beside).any() else 0
        if (kind == before).all():
            return


def resistance(found: dict, settings: dict = DEFAULTS) -> tuple[dict, dict, np.ndarray]:
    """Graded factors, their weights and the weighted sum."""
    graded, surfaces = {}, {}
    for factor, (surface, limits, grades) in GRADES.items():
        values = surfaces[factor] = found[surface].astype("f4").astype(float)
        place = np.digitize(np.nan_to_num(values), limits)
        graded[factor] = np.where(np.isnan(values), np.nan, np.array(grades, float)[place])
    land_use = found["land_use"]
    graded["land_use"] = np.full(land_use.shape, np.nan)
    for group, grade in GROUP_GRADE.items():
        graded["land_use"][np.floor(land_use / 10) == group] = grade
    valid = ~np.isnan(sum(graded.values()))
    weighed = graded | surfaces if settings["resistance_weights"] == "raw" else graded
    entropy = {name: entropy_of(values[valid]) for name, values in weighed.items()}
    total = sum(1 - e for e in entropy.values())
    weights = {name: (1 - e) / total for name, e in entropy.items()}
    return graded, weights, sum(weights[name] * graded[name] for name in graded)


def entropy_of(values: np.ndarray) -> float:
    """Information entropy of min-max normalised values over n cells."""
    if values.min() == values.max():
        return 1.0
    position = (values - values.min()) / (values.max() - values.min())
    share = position / position.sum()
    share = share[share > 0]
    return float(-(share * np.log(share)).sum() / np.log(len(values)))


def least_cost(costs: np.ndarray, sources: np.ndarray, cell_size_m: float = 1000) -> np.ndarray:
    """Minimum cumulative resistance from all source cells; NaN where unreachable."""
    ground = np.where(np.isnan(costs), -1, costs)
    solver = MCP_Geometric(ground, fully_connected=True)
    starts = np.argwhere(sources & ~np.isnan(costs))
    if not len(starts):
        return np.full(costs.shape, np.nan)
    reached, _ = solver.find_costs(starts)
    reached = np.where(np.isfinite(reached), reached * cell_size_m, np.nan)
    return np.where(sources & ~np.isnan(costs), 0, reached)


def potential(
    found: dict,
    raw: dict,
    number: np.ndarray,
    category: np.ndarray,
    costs: np.ndarray,
    *,
    settings: dict = DEFAULTS,
):
    """MCR and the raster of categories with potential sinks (3)."""
    inside = raw["inside"] == 1
    cell_size_m, lowest = settings["cell_size_m"], settings["potential_levels"] - 1
    mcr = least_cost(costs, number > 0, cell_size_m)
    outside = inside & (number == 0)
    from_primary, from_secondary = (least_cost(costs, category == c, cell_size_m) for c in (1, 2))
    sums = from_primary + from_secondary
    near = mcr.astype("f4") <= breaks_of(np.where(outside, mcr, np.nan))[lowest]
    between = sums.astype("f4") <= breaks_of(np.where(outside, sums, np.nan))[0]
    level, land_use = found["importance_level"], found["land_use"]
    fit = (
        outside & near & between & (level < settings["candidate_level"])
        & ~np.isin(land_use, settings["potential_excludes"])
    )  # fmt: skip
    fit &= ~is_cultivated(raw) & ~np.isnan(land_use)
    pieces, _ = ndimage.label(fit, EIGHT)
    sizes = np.bincount(pieces.ravel())
    least_cells = settings["min_potential_km2"] / (cell_size_m / 1000) ** 2
    large = (sizes >= least_cells)[pieces] & (pieces > 0)
    return mcr, np.where(large, 3, category)


def pattern_rules(patterns: list, requirements: list) -> list[dict]:
    """The rows of the two seeds as one rule a pattern: `requirements` are codes and their share."""
    rules = []
    for row in patterns:
        codes, share = {}, {}
        for wanted in requirements:
            if wanted.pattern_code == row.pattern_code:
                codes.setdefault(wanted.requirement_number, []).append(wanted.land_use_code)
                share[wanted.requirement_number] = wanted.least_share
        rules.append(
            {
                "pattern": row.pattern_code,
                "category": row.category_code,
                "preference": row.preference,
                "needs_road": row.needs_road,
                "requirements": [(codes[number], share[number]) for number in sorted(codes)],
            }
        )
    return rules


def patterns(
    land_use: np.ndarray,
    category: np.ndarray,
    rules: list[dict],
    roads: np.ndarray | None = None,
    settings: dict = DEFAULTS,
):
    """Pattern of each sink cell by the shares of codes in a disc (3 km); 0 where none fits."""
    known = np.where(np.isnan(land_use), 0, land_use).astype(int)
    radius = settings["pattern_radius_km"] * 1000 / settings["cell_size_m"]
    reach = np.arange(-int(radius), int(radius) + 1)
    disc = (reach[:, None] ** 2 + reach**2 <= radius**2).astype(int)

    def window(mask):
        return ndimage.correlate(mask.astype(int), disc, mode="constant")

    total = window(known > 0)
    result = np.zeros(known.shape, int)
    for rule in sorted(rules, key=lambda r: r["preference"]):
        fits = (category == rule["category"]) & (result == 0)
        for codes, least in rule["requirements"]:
            with np.errstate(invalid="ignore", divide="ignore"):
                fits &= window(np.isin(known, codes)) / total >= least
        if rule["needs_road"]:
            fits &= False if roads is None else window(roads) > 0
        result[fits] = rule["pattern"]
    return result


def land_use_areas(
    shares: dict[int, np.ndarray], category: np.ndarray, cell_size_m: float
) -> dict[tuple[int, int], float]:
    """Area in km2 by category of sinks and code; 0 is what no code covers."""
    km2 = (cell_size_m / 1000) ** 2
    rest = 1 - sum(np.nan_to_num(share) for share in shares.values())
    areas = {}
    for number in (1, 2, 3):
        for code, share in {**shares, 0: np.where(np.abs(rest) > 1e-5, rest, 0)}.items():
            area = float(np.nansum(share[category == number]) * km2)
            if area > 0:
                areas[number, code] = area
    return areas
