#!/bin/sh
# Start of the builder's container: `make` with the words given, e.g. `build REGION=demo`.
set -eu

secret=${SINKBASE_PASSWORD_FILE:-/run/secrets/sinkbase_password}
if [ -z "${PGPASSWORD:-}" ] && [ -r "$secret" ]; then
    PGPASSWORD=$(head -n 1 "$secret")
    export PGPASSWORD
fi
exec make "$@"
