"""GDAL fetches nothing: what it asks the net for ends at a proxy that is none."""

import os

SETTINGS = {
    "GDAL_HTTP_PROXY": "127.0.0.1:9",  # nobody answers there
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
}


def close_side_doors() -> None:
    """Take out of this process's environment what leads libcurl past the proxy."""
    for name in ("no_proxy", "NO_PROXY"):
        os.environ.pop(name, None)
