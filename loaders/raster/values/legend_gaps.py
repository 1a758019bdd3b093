"""Restoration patterns that no legend of a land use can lead to."""

from collections.abc import Iterable

from loaders.warning import Kind, LoadWarning
from sinkbase.region.seeds import seed_rows


def legend_gaps(codes: Iterable[int]) -> tuple[LoadWarning, ...]:
    """A warning of the patterns that need a code which is not among those that legends yield.

    Patterns are those of the seed `pattern_requirements`: of each requirement one code is needed.
    """
    there = set(codes)
    needed: dict[tuple[str, str], set[int]] = {}
    for row in seed_rows("pattern_requirements"):
        key = row["pattern_code"], row["requirement_number"]
        needed.setdefault(key, set()).add(int(row["land_use_code"]))
    lacking = {key: codes for key, codes in needed.items() if not codes & there}
    if not lacking:
        return ()
    names = {row["pattern_code"]: row["pattern"] for row in seed_rows("restoration_patterns")}
    subtypes = {
        int(r["land_use_code"]): r["land_use_subtype"] for r in seed_rows("land_use_classes")
    }
    patterns = dict.fromkeys(names[pattern] for pattern, _ in lacking)
    codes = sorted(set().union(*lacking.values()))
    details: dict[str, str | float] = {
        "patterns": ", ".join(patterns),
        "codes": ", ".join(f"{code} {subtypes.get(code, '')}".strip() for code in codes),
    }
    return (LoadWarning(Kind.LEGEND_WITHOUT_CODES, "land_use", details=details),)
