"""Numbers as people read them."""

import pytest

from analysis.words.markdown import table
from analysis.words.numbers import TEXT, Numbers


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (14032, "14,032"),
        (14032.4, "14,032"),
        (-229.125, "-229.1"),
        (45.0, "45"),
        (165.0, "165"),
        (-109.04, "-109"),
        (5.298e-05, "0.000053"),
        (0.0, "0"),
        (3.14159, "3.14"),
        (0.09137, "0.09137"),
        (None, "–"),
    ],
)
def test_numbers(value: float | None, expected: str) -> None:
    assert TEXT.short(value) == expected


def test_units_are_raised_and_millions_told() -> None:
    assert TEXT.unit("gC/m2/a") == "gC/m²/a"
    assert TEXT.unit("degC d") == "°C d"
    assert TEXT.unit("1") == ""
    assert TEXT.large(1234567.5, "tC/a") == "1.23 million tC/a"
    assert TEXT.quantity(1234567.5, "m") == "1,234,568 m"
    assert TEXT.quantity(None, "m") == "–"


def test_a_report_has_fewer_figures_and_typographic_signs() -> None:
    assert Numbers("en").short(-45.678) == "\u221245.7"
    assert TEXT.short(-45.678) == "-45.68"
    assert Numbers("zh").quantity(1234567.5, "m") == "1\u00a0234\u00a0568\u00a0m"


@pytest.mark.parametrize(
    ("percent", "expected"),
    [(100.0, "100 %"), (99.99, "> 99.9 %"), (0.01, "< 0.1 %"), (0.0, "0 %"), (83.25, "83.2 %")],
)
def test_only_all_cells_are_100_percent(percent: float, expected: str) -> None:
    assert TEXT.share(percent) == expected
    assert Numbers("zh").share(percent) == expected.replace(" %", "%").replace(" ", "\u00a0")


def test_a_table_keeps_its_columns_whatever_the_cells_hold() -> None:
    assert table(("a", "b"), [("x | y", "two\nlines")], " r") == [
        "| a | b |",
        "| --- | ---: |",
        "| x \\| y | two lines |",
    ]
