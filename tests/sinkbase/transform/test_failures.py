"""What the user reads when a step of a build fails: the database's words and what to do."""

import pytest

from sinkbase.transform.failures import told
from tests.drawn_region import region_settings


@pytest.mark.parametrize(
    ("message", "remedy"),
    [
        ("ModuleNotFoundError: No module named 'skimage'", "a superuser's `make doctor`"),
        ("canceling statement due to lock timeout", "pg_stat_activity tells who"),
        ("canceling statement due to statement timeout", "PGOPTIONS='-c statement_timeout=0' make"),
        ("could not extend file: No space left on device", "free some there"),
        (
            'update or delete on table "zones" violates foreign key constraint "notes_fkey" on '
            'table "notes"',
            "Drop that constraint",
        ),
        ("division by zero", "Correct the file or setting that is named"),
    ],
)
def test_a_failure_names_its_remedy(tmp_path, message, remedy):
    failed = [{"unique_id": "model.sinkbase.nep", "message": message, "status": "error"}]
    text = told(region_settings(tmp_path), failed)
    assert message in text
    assert remedy in text
