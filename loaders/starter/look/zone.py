"""A projected coordinate system in metres for a place."""

import math

CHINA = (72.0, 136.0, 16.0, 55.0)  # west, east, south, north; the zones 13 to 23 of 6 degrees


def projected_crs(longitude: float, latitude: float) -> tuple[str, str]:
    """Its EPSG code and what it is: CGCS2000 / Gauss-Kruger in China, UTM on WGS 84 elsewhere."""
    zone = math.floor(longitude / 6)
    west, east, south, north = CHINA
    if west <= longitude < east and south <= latitude <= north:
        number = zone + 1
        return f"EPSG:{4491 + number - 13}", f"CGCS2000 / Gauss-Kruger zone {number}"
    number = (zone + 30) % 60 + 1
    hemisphere, code = ("N", 32600) if latitude >= 0 else ("S", 32700)
    return f"EPSG:{code + number}", f"WGS 84 / UTM zone {number}{hemisphere}"
