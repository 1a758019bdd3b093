#!/bin/sh
# Start of the server's container: make the cluster when the volume has none, then become PostgreSQL.
# The superuser `sinkbase` gets the password in the file that SINKBASE_PASSWORD_FILE names.
set -eu
umask 077

data=${PGDATA:-/var/lib/sinkbase/pgdata}
secret=${SINKBASE_PASSWORD_FILE:-/run/secrets/sinkbase_password}

if [ "$(id -u)" -eq 0 ]; then
    echo "error: PostgreSQL does not run as root. Start the container as user postgres (the image's own)." >&2
    exit 2
fi

if [ ! -s "$data/PG_VERSION" ]; then
    if [ ! -r "$secret" ] || [ -z "$(head -n 1 "$secret")" ]; then
        echo "error: there is no password in $secret. Set SINKBASE_PASSWORD in docker/.env" >&2
        echo "(see docker/env.example), or name a file with SINKBASE_PASSWORD_FILE." >&2
        exit 2
    fi
    echo "Making the cluster in $data"
    # made beside and moved: a start that was interrupted leaves no half cluster
    rm -rf "$data.unfinished"
    initdb -D "$data.unfinished" -U sinkbase --pwfile="$secret" --auth=scram-sha-256 \
        --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    echo "host all all all scram-sha-256" >>"$data.unfinished/pg_hba.conf"
    echo "include = '/opt/sinkbase/docker/server.conf'" >>"$data.unfinished/postgresql.conf"
    echo "create database sinkbase" | postgres --single -D "$data.unfinished" postgres >/dev/null
    mv "$data.unfinished" "$data"
fi

exec postgres -D "$data" "$@"
