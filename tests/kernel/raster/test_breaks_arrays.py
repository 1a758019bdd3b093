"""Natural breaks on arrays, against kmeans1d."""

import kmeans1d
import numpy as np
import pytest

from kernel.errors import KernelError
from kernel.raster.natural_breaks import breaks_of


def test_three_groups_by_hand():
    found = breaks_of(np.array([1, 2, 3, 10, 11, 12, 30, 31, np.nan]), 3)
    assert [(it.number, it.lower_limit, it.upper_limit, it.cells) for it in found] == [
        (1, 1, 3, 3),
        (2, 3, 12, 3),
        (3, 12, 31, 2),
    ]
    assert [it.sum_of_squares for it in found] == [2, 2, 0.5]
    # the mean is 12.5, and the squares are 2,240 - 8 x 12.5 x 12.5 in all
    assert found[0].fit == pytest.approx(1 - 4.5 / 990)


@pytest.mark.parametrize("size", [50, 3000, 20_000])  # above 4,096 values bounds narrow the search
@pytest.mark.parametrize("classes", [1, 2, 5, 9])
def test_no_cutting_is_better_than_that_of_kmeans1d(size, classes):
    rng = np.random.default_rng(size)
    values = np.concatenate([rng.normal(size=size // 2), rng.exponential(3, size - size // 2)])
    clusters, centres = kmeans1d.cluster(values, classes)
    expected = float(((values - np.array(centres)[clusters]) ** 2).sum())
    assert sum(it.sum_of_squares for it in breaks_of(values, classes)) == pytest.approx(expected)


def test_too_few_values():
    with pytest.raises(KernelError, match="take 2 different values, too few for 3") as refused:
        breaks_of(np.array([1.0, 2.0, 2.0]), 3)
    assert "constant or empty" in refused.value.hint
    assert [it.cells for it in breaks_of(np.array([1.0, 2.0, 2.0]), 3, or_fewer=True)] == [1, 2]
    assert breaks_of(np.array([np.nan]), 3, or_fewer=True) == []
    with pytest.raises(KernelError, match="expected 1 or more"):
        breaks_of(np.array([1.0]), 0)
