#!/bin/sh
# Start of tipg: OGC API Features and vector tiles of the regions that SINKBASE_REGIONS names ("demo wensu"), at
# SINKBASE_GIS_ADDRESS:SINKBASE_TIPG_PORT. It logs in by the libpq service `sinkbase` of the file PGSERVICEFILE.
set -eu

python=${SINKBASE_PYTHON:-python3}
[ -r "${PGSERVICEFILE:-}" ] || {
    echo "error: PGSERVICEFILE names no file that can be read. \`make serve-db\` makes .sinkbase/pg_service.conf" >&2
    exit 2
}

# asyncpg knows no services: the parts of this one go into the environment of the server, and no further
setting() {
    sed -n "/^\[sinkbase\]/,/^\[/ s/^$1=//p" "$PGSERVICEFILE" | head -n 1
}
POSTGRES_HOST=$(setting host)
POSTGRES_PORT=$(setting port)
POSTGRES_DBNAME=$(setting dbname)
POSTGRES_USER=$(setting user)
POSTGRES_PASS=$(setting password)
export POSTGRES_HOST POSTGRES_PORT POSTGRES_DBNAME POSTGRES_USER POSTGRES_PASS

TIPG_DB_SCHEMAS=$(echo "${SINKBASE_REGIONS:-demo}" | tr -s ' ' '\n' | sed -n 's/..*/"&"/p' | paste -s -d, | sed 's/.*/[&]/')
export TIPG_DB_SCHEMAS
export TIPG_NAME="Sinkbase"
export TIPG_DB_FUNCTIONS='[]' TIPG_DB_ONLY_SPATIAL_TABLES=true
# no column of a region is a time
export TIPG_DB_DATETIME_EXTENT=false
unset PGSERVICE
exec "$python" -m uvicorn tipg.main:app --host "${SINKBASE_GIS_ADDRESS:-127.0.0.1}" \
    --port "${SINKBASE_TIPG_PORT:-8081}" --log-level warning
