"""A short run of `make fuzz`."""

from pathlib import Path

from tests.fuzz.run import data_files, region_files, summary

SEED = 7


def test_mutated_region_files_are_refused_or_change_nothing(tmp_path: Path) -> None:
    result = region_files(tmp_path, 60, SEED, say=lambda text: None)
    assert not result.failures, "\n".join(summary({"region files": result}))


def test_mutated_and_cut_data_files_end_in_a_message(tmp_path: Path) -> None:
    result = data_files(tmp_path, 40, SEED, say=lambda text: None)
    assert not result.failures, "\n".join(summary({"data files": result}))
