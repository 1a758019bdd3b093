"""What the comments of the database say."""

import pytest

from analysis.results.catalogue import Comment, parse_comment


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (
            "Net ecosystem production, NPP less respiration (Eq. 1). Above 0 the cell takes up "
            "carbon. Unit: gC/m2/a. 32-bit float, nodata -9999.",
            Comment(
                "Net ecosystem production, NPP less respiration",
                "Net ecosystem production, NPP less respiration (Eq. 1). Above 0 the cell takes "
                "up carbon.",
                "gC/m2/a",
                "Eq. 1",
            ),
        ),
        (
            "Carbon in the soil down to 100 cm (Eq. 3, Fig. 7). Unit: kgC/m2.",
            Comment(
                "Carbon in the soil down to 100 cm",
                "Carbon in the soil down to 100 cm (Eq. 3, Fig. 7).",
                "kgC/m2",
                "Eq. 3, Fig. 7",
            ),
        ),
        ("Cells of it.", Comment("Cells of it", "Cells of it.", None, None)),
        ("Top (to 30 cm). Unit: 1.", Comment("Top (to 30 cm)", "Top (to 30 cm).", "1", None)),
        (None, Comment("", "", None, None)),
    ],
)
def test_a_comment_is_taken_apart(comment: str | None, expected: Comment) -> None:
    assert parse_comment(comment) == expected
