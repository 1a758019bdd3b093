"""What a GeoTIFF says of itself, from the comments of its table and the region's grid."""

from analysis.findings.notice import notice
from analysis.gis.categories import colormap
from analysis.gis.geotiff import Labels
from analysis.looks.looks import Looks
from analysis.results.catalogue import Result
from analysis.results.fingerprint import software
from analysis.results.provenance import Grid


def labels(result: Result, grid: Grid, looks: Looks) -> Labels:
    """Return the band's description and unit and the file's tags; nothing depends on the time."""
    comment, warning = result.comment, notice(grid)
    title = f"{comment.title or result.name}, {grid.title}"
    tags = {
        "TIFFTAG_IMAGEDESCRIPTION": f"SYNTHETIC. {title}" if warning else title,
        "TIFFTAG_SOFTWARE": software(),
        "TITLE": title,
        "DESCRIPTION": comment.description,
        "UNIT": comment.unit or "",
        "METHOD": comment.reference or "",
        "SOURCE": f"{result.table.fullname} of {software()}",
    } | region_tags(grid)
    return Labels(
        description=comment.title or result.name,
        unit=comment.unit,
        tags={name: value for name, value in tags.items() if value},
        colours=colormap(looks.classes(result.name)),
    )


def region_tags(grid: Grid) -> dict[str, str]:
    """Return what every file says of its region; a made-up one is said to be so."""
    tags = {
        "REGION": grid.region,
        "REGION_TITLE": grid.title,
        "REGION_TITLE_ZH": grid.title_zh,
    }
    told = {"NOTICE": notice(grid), "YEAR": str(grid.year) if grid.year else None}
    return tags | {name: value for name, value in told.items() if value}
