"""Two regions, or two runs of one, side by side: what differs, and where."""

from analysis.compare.compare import Outcome, compare

__all__ = ["Outcome", "compare"]
