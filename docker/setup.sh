#!/bin/sh
# Install what is missing of the Debian packages listed in the files given, e.g. `docker/setup.sh docker/packages.txt`.
# Needs root or sudo only when something is missing; otherwise it changes nothing and says nothing.
set -eu

wanted=$(grep -hv '^#' "$@" || true)

if [ -n "${DATABASE_URL:-}${PGHOST:-}${PGSERVICE:-}" ]; then
    # another server does the work: only Python's venv and what writes the files are needed here
    wanted=$(grep -hv '^#' "$(dirname "$0")/packages-files.txt")
    python3 -c 'import venv, ensurepip' 2>/dev/null || wanted="python3-venv $wanted"
    command -v dpkg-query >/dev/null 2>&1 || exit 0 # the exporter tells what it lacks
fi

if ! command -v dpkg-query >/dev/null 2>&1; then
    if command -v pg_config >/dev/null 2>&1; then
        exit 0 # not Debian, but PostgreSQL is here: `make doctor` tells what it lacks
    fi
    echo "error: this machine is not a Debian, and no PostgreSQL was found on it." >&2
    echo "Install PostgreSQL 15 or later with PostGIS, pgRouting and PL/Python (its Python with numpy, SciPy and scikit-image)," >&2
    echo "point PGHOST or DATABASE_URL at a server that has them, or use docker/compose.yaml." >&2
    exit 2
fi

# from here on $@ is what is missing
set --
for package in $wanted; do
    state=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$state" = "install ok installed" ] || set -- "$@" "$package"
done
[ $# -gt 0 ] || exit 0

try="sudo apt-get install -y --no-install-recommends $*"
if [ "$(id -u)" -eq 0 ]; then
    as_root() { "$@"; }
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    as_root() { sudo -n "$@"; }
else
    echo "error: these Debian packages are missing: $*" >&2
    echo "Ask for: $try" >&2
    exit 2
fi

# apt waits for its lock: another set-up may be under way
from_debian() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 "$@"
}

echo "Installing Debian packages: $*"
log=$(mktemp)
if ! { from_debian update -q && from_debian install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "error: the packages could not be installed; the whole output is in $log. Try: $try" >&2
    exit 2
fi
rm -f "$log"
