"""What takes a second to import, for processes that draw and write."""

from contextlib import suppress

from analysis.maps.fonts import families
from analysis.report import write
from sinkbase.errors import SinkbaseError

__all__ = ["write"]

with suppress(OSError):  # a library is missing: who writes a report says so
    import weasyprint  # noqa: F401
with suppress(SinkbaseError):
    families("zh")
