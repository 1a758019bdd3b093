"""`make fuzz`: 2,000 mutated region files and 1,000 mutated data files. Exit code 1 on failures."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.fuzz.run import data_files, region_files, summary


def main() -> None:
    """Run both, tell the failures."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--regions", type=int, default=2000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = {
            "region files": region_files(Path(folder) / "regions", given.regions, given.seed),
            "data files": data_files(Path(folder) / "files", given.files, given.seed),
        }
    print("\n".join(summary(results)))
    sys.exit(any(result.failures for result in results.values()))


if __name__ == "__main__":
    main()
