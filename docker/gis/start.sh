#!/bin/sh
# Start of the GIS servers, in the container and in the tests: QGIS Server at /qgis/<region>, MapServer at
# /mapserver/<region>, for every region whose results lie in SINKBASE_OUT. They log in through the libpq service
# `sinkbase`: of the file that PGSERVICEFILE names, or of one made here from PGHOST, PGPORT, PGDATABASE, PGUSER and the
# password in the file that SINKBASE_PASSWORD_FILE names.
set -eu
umask 077

SINKBASE_OUT=$(cd "${SINKBASE_OUT:-/srv/sinkbase}" && pwd)
state=${SINKBASE_GIS_STATE:-$(mktemp -d)}
secret=${SINKBASE_PASSWORD_FILE:-/run/secrets/sinkbase_gis_password}
here=$(cd "$(dirname "$0")" && pwd)

if [ -z "${PGSERVICEFILE:-}" ]; then
    if [ ! -r "$secret" ]; then
        echo "error: there is no password in $secret. Name a file with SINKBASE_PASSWORD_FILE or PGSERVICEFILE." >&2
        exit 2
    fi
    PGSERVICEFILE=$state/pg_service.conf
    {
        echo "[sinkbase]"
        echo "host=${PGHOST:-localhost}"
        echo "port=${PGPORT:-5432}"
        echo "dbname=${PGDATABASE:-sinkbase}"
        echo "user=${PGUSER:-gis}"
        echo "password=$(head -n 1 "$secret")"
    } >"$PGSERVICEFILE"
fi

mkdir -p "$state/www"

# MapServer opens the maps of this list only, and no path that a request names
{
    echo "CONFIG"
    echo "  ENV"
    echo "    MS_MAP_NO_PATH \"1\""
    echo "  END"
    echo "  MAPS"
    for map in "$SINKBASE_OUT"/*/gis/server.map; do
        [ -e "$map" ] || continue
        region=${map%/gis/server.map}
        echo "    \"${region##*/}\" \"$map\""
    done
    echo "  END"
    echo "END"
} >"$state/mapserver.conf"

export SINKBASE_OUT PGSERVICEFILE
export SINKBASE_GIS_STATE="$state"
export SINKBASE_GIS_ADDRESS="${SINKBASE_GIS_ADDRESS:-127.0.0.1}"
export SINKBASE_GIS_PORT="${SINKBASE_GIS_PORT:-8080}"
exec lighttpd -D -f "$here/lighttpd.conf"
