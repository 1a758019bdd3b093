"""What a table of mapping units may not hold: soils that stand twice, shares beyond the whole."""

import numpy as np
import numpy.typing as npt

from loaders.soil.soil_densities import Floats
from loaders.tables.table import Table

Whole = npt.NDArray[np.int64]
SHOWN = 8


def lines(table: Table, rows: Whole) -> str:
    """Rows for a message: `lines 5, 9 and 13`."""
    numbers = [str(table.rows[row].number) for row in rows[:SHOWN]]
    numbers += ["..."] if len(rows) > SHOWN else []
    listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    return f"{table.place}{'s' * (len(numbers) > 1)} {listed}"


def refuse_repeats(
    table: Table, keys: dict[str, list[str]], units: Whole, shares: Floats, unit: str
) -> None:
    """Hold the table to one row a soil, or a layer.

    Raises SinkbaseError for one that stands twice, with the sum of its unit's shares.
    """
    ids = np.stack([np.unique(texts, return_inverse=True)[1] for texts in keys.values()])
    _, which, count = np.unique(ids, axis=1, return_inverse=True, return_counts=True)
    which = which.ravel()
    if count.max() == 1:
        return
    twice = np.flatnonzero(count[which] > 1)
    rows = np.flatnonzero(which == which[twice[0]])
    said = ", ".join(f"{name} {texts[rows[0]]}" for name, texts in keys.items())
    number, total = units[rows[0]], shares[units == units[rows[0]]].sum()
    others = int((count > 1).sum()) - 1
    more = f" ({others} more {'do' if others > 1 else 'does'} so too)" if others else ""
    raise table.error(
        f"{said} stands in {lines(table, rows)}{more}; the shares of {unit} {number} add up to "
        f"{total:g} %. Keep one row for each. Are they layers of one soil? Say where their depths "
        'stand: columns = { layer = "...", top = "...", bottom = "..." }.'
    )


def check_shares(
    table: Table, units: Whole, shares: Floats, columns: tuple[str, str], rows: Whole
) -> None:
    """Hold the shares of soils to their units.

    `columns` are those of the units and the shares, `rows` where each soil stands in the table.
    Raises SinkbaseError for a share that is missing or negative, and for units over 100 %.
    """
    unit, column = columns
    for soil in np.flatnonzero(np.isnan(shares) | (shares < 0))[:1]:
        text = table.texts(column)[rows[soil]]
        raise table.cell_error(
            int(rows[soil]), column, (f"{text!r} is no share" if text else "there is no share") +
            ". Expected the percentage of the unit that the soil has, from 0 to 100."
        )  # fmt: skip
    names, index, soils = np.unique(units, return_inverse=True, return_counts=True)
    sums = np.bincount(index, shares, len(names))
    whole = 1 if np.median(sums) <= 1.5 else 100
    # shares rounded to whole percent are half a percent wrong each
    over = np.flatnonzero(sums > whole * (1 + 0.005 * soils) + 1e-6)
    for first in over[:1]:
        others = f" (and those of {len(over) - 1} more units)" if len(over) > 1 else ""
        raise table.error(
            f"the shares of {unit} {names[first]} add up to {sums[first] * 100 / whole:.6g} %"
            f"{others}, in {lines(table, rows[index == first])}. At most 100 % was "
            "expected. Does a soil stand twice? Keep one row a soil, or correct the shares. Is a "
            'row a layer? Say where its depths stand: columns = { top = "...", bottom = "..." }.'
        )
