"""How much of each cell of a grid pixels or polygons of a code cover, exactly."""

from kernel.coverage.edges import NOTHING
from kernel.coverage.shares import area_shares, coded_polygon_shares, largest, polygon_shares

__all__ = ["NOTHING", "area_shares", "coded_polygon_shares", "largest", "polygon_shares"]
