"""What is kept of a run beside its results: when, from what, with which settings."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from sinkbase import __version__
from sinkbase.region.settings import Region
from sinkbase.transform.raw import CONTENTS
from sinkbase.transform.variables import setting_text

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

YEARS = """
    select layer, min(year) from {}.load_log where year is not null group by layer order by layer
"""


def run_of(
    connection: psycopg.Connection,
    region: Region,
    manifest: "Manifest",
    raw: dict[str, str],
    started: datetime,
) -> dict[str, Any]:
    """The run as plain JSON, for sinkbase.publish."""
    years = connection.execute(sql.SQL(YEARS).format(sql.Identifier(region.raw_schema))).fetchall()
    nodes = manifest.nodes.values()
    return {
        "started_at": started.isoformat(),
        "title": region.title,
        "title_zh": region.title_zh,
        "settings": {name: setting_text(value) for name, value in region.method.items()},
        "years": {str(layer): year for layer, year in years},
        "layers": {table: print_ for table, print_ in raw.items() if table not in CONTENTS}
        | {"boundary": raw["boundary"]},
        "seeds": {
            it.name: it.checksum.checksum for it in nodes if it.resource_type.value == "seed"
        },
        "software": f"Sinkbase {__version__}",
        "runs_kept": region.runs_kept,
    }
