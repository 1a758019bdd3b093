"""Whether the files of a region fit: asked before the first is written."""

from pathlib import Path

from sqlalchemy import Connection, text

from sinkbase.capacity import Size, require_room

CELLS = """
    select columns::bigint * rows, cells, cell_size_m
    from {region}.region_summary
"""


def require_room_for(
    connection: Connection, region: str, folder: Path, *, cells_file: bool = False
) -> None:
    """Hold the files of a built region to the memory and the disk that are free.

    Raises SinkbaseError with the figures when something does not suffice.
    """
    name = connection.dialect.identifier_preparer.quote(region)
    row = connection.execute(text(CELLS.format(region=name))).one_or_none()
    if row is not None:
        cells, inside, cell_size_m = row
        size = Size(cells, inside, cell_size_m)
        label = f"region {region} in cells of {cell_size_m:g} m"
        require_room("export", label, size, out=folder, parquet=cells_file)
