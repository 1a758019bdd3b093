"""Which file of a folder is the boundary."""

from pathlib import Path

from loaders.starter.county import Boundary, boundary_of
from loaders.starter.entry import Entry
from loaders.starter.look.inventory import DataSet, of_layer
from loaders.vector.attributes import file_below
from sinkbase.errors import SinkbaseError


def find_boundary(items: list[DataSet], data: Path, path: str, where: str) -> Boundary:
    """The boundary from the file that was named, else from the only one whose name says so.

    Raises SinkbaseError where none can be read, and where several may be meant.
    """
    if path:
        file, place = file_below(data, path)
        return boundary_of(DataSet("vector", place, (file,)), where)
    fitting = of_layer(items, "boundary", ("vector",))
    made, trouble = [], []
    for item in fitting:
        try:
            made.append((item, boundary_of(item, where)))
        except SinkbaseError as error:
            trouble.append(str(error).splitlines()[0])
    if len(made) == 1:
        found = made[0][1]
        remarks = (*found.entry.remarks, *(f"found, not used: {text}" for text in trouble))
        entry = Entry("boundary", remarks, found.entry.lines)
        return Boundary(entry, found.around, found.counties)
    if len(fitting) == 1:
        raise SinkbaseError(f"{trouble[0]} Or say which file has the boundary: BOUNDARY=file.")
    raise _which(items, data, fitting, trouble)


def _which(
    items: list[DataSet], data: Path, fitting: list[DataSet], trouble: list[str]
) -> SinkbaseError:
    names = [item.path for item in fitting or items if item.kind == "vector"]
    said = "".join(f"\n  {text}" for text in trouble)
    return SinkbaseError(
        f"{data}: {len(fitting) or 'no'} file{'s are' if len(fitting) > 1 else ' is'} named like a "
        "boundary, and without the county's polygon no layer can be judged. Say which file has it: "
        f"BOUNDARY=file. There are: {', '.join(names) or 'no vector files'}.{said}"
    )
