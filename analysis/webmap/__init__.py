"""The region's map as a static page: works from a web server and from a disk, without internet."""

from analysis.webmap.write import write_webmap

__all__ = ["write_webmap"]
