"""The proposed region file on the disk, and what its user is told."""

from collections.abc import Callable
from pathlib import Path
from shlex import quote

from loaders.starter import NOT_USED, Proposal
from loaders.starter.entry import Entry
from sinkbase.errors import SinkbaseError
from sinkbase.region.questions import MARK
from sinkbase.region.regions import REGIONS
from sinkbase.region.settings import check_name
from sinkbase.region.toml import write_new

LONGEST = 200  # letters of a line; the file has it whole


def write_proposal(
    name: str,
    data: Path,
    propose: Callable[[], Proposal],
    say: Callable[[str], None],
    folder: Path = REGIONS,
) -> None:
    """Write the file, say for each table what was found, and what comes next.

    Raises SinkbaseError for a name that cannot be one, and for a file that exists.
    """
    check_name(name)
    path = folder / f"{name}.toml"
    made = None if path.exists() else propose()
    if made is None or not write_new(path, made.text):
        raise SinkbaseError(
            f"{path} exists, and is not written over. Choose another NAME, or move the file away."
        )
    for entry in made.entries:
        say(_told(entry))
        for text in entry.remarks:
            if text.startswith(NOT_USED):
                say(f"{'':<17}{text if len(text) <= LONGEST else text[: LONGEST - 3] + '...'}")
    if made.questions:
        many = f"{made.questions} question{'s' * (made.questions != 1)}"
        say(f'Wrote {path} with {many}: put the answer in place of each "?".')
    else:
        say(f'Wrote {path}. Look at what is marked "guessed".')
    say(f"Next: make build REGION={name} DATA={quote(str(data))}")


def _told(entry: Entry) -> str:
    """One line a table: guessed, asked or left out."""
    name = entry.table.removeprefix("layers.")
    if not entry.lines:
        return f"  {name:<14} left out (optional)"
    asked = ", ".join(line.key for line in entry.lines if line.is_open)
    path = next((str(line.value) for line in entry.lines if line.key == "path"), "")
    found = "" if path == MARK else path
    if entry.alternatives:
        return f"  {name:<14} ? one of {len(entry.alternatives)} data sets"
    return f"  {name:<14} {found}" + (f"  ? {asked}" if asked else "")
