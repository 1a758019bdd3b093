"""Units that a file names and no layer has: another amount, and what brings it to the layer's."""

import re

from sinkbase.errors import SinkbaseError
from sinkbase.region.sources import Source

# layer: what the text has in it, what that is, and the keys that mend it
_OTHER = {
    "precipitation": (
        (r"(/|per ?|\W)(a|yr|year|annum)s?(\^?-1)?$", "an amount of a year",
         'unit = "mm", scale = 0.0833333'),
    ),
    "npp": (
        (r"(/|per ?|\W)(mon|month)s?(\^?-1)?$", "an amount of a month",
         'unit = "gC/m2/a", scale = 12'),
        (r"dm\b|dry|biomass", "dry matter, of which carbon is about half",
         'unit = "gC/m2/a", scale = 0.5'),
    ),
    "population": (
        (r"thousand|^1000|千", "thousands of people", "scale = 1000"),
        (r"million|百万", "millions of people", "scale = 1000000"),
        (r"万", "tens of thousands of people", "scale = 10000"),
    ),
}  # fmt: skip


def other_unit(source: Source, path: object, text: str) -> SinkbaseError | None:
    """The error for a unit that is known to be another than the layer's; nothing for others."""
    for pattern, what, keys in _OTHER.get(source.layer, ()):
        if re.search(pattern, text.strip().lower()):
            return source.error(
                path, f"the file says that its unit is {text!r}: {what}, which the layer does not "
                f"have. Say what brings it there, such as {keys}, and that you know: "
                f'ignore_unit = "{text}".'
            )  # fmt: skip
    return None
