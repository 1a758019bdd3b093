"""Names and colours of a GeoTIFF's classes.

The colours are in the TIFF itself. Names have no place there, so they go beside it into
<name>.tif.aux.xml, which GDAL and QGIS read by themselves: category names for programs that show
one language, and an attribute table with English, Chinese and colours.
"""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from analysis.looks.legend import Class

Colour = tuple[int, int, int, int]
# name, GDAL's field type (0 integer, 2 text) and usage (5 value, 2 name, 0 other, 6-8 colour)
COLUMNS = (
    ("Value", 0, 5),
    ("Class", 2, 2),
    ("Class_zh", 2, 0),
    ("Red", 0, 6),
    ("Green", 0, 7),
    ("Blue", 0, 8),
)


def rgb(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, 0 to 255, of "#rrggbb"."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def colormap(classes: Sequence[Class]) -> dict[int, Colour]:
    """Return the colour of each code; GDAL makes nodata transparent by itself."""
    return {it.value: (*rgb(it.colour), 255) for it in classes if it.value is not None}


def write_categories(path: Path, classes: Sequence[Class]) -> None:
    """Write the file beside a GeoTIFF that names its classes."""
    root = ET.Element("PAMDataset")
    band = ET.SubElement(root, "PAMRasterBand", band="1")
    labels = {it.value: it.label for it in classes if it.value is not None}
    names = ET.SubElement(band, "CategoryNames")
    for code in range(max(labels) + 1):  # GDAL counts them from 0
        ET.SubElement(names, "Category").text = labels.get(code, "")
    table = ET.SubElement(band, "GDALRasterAttributeTable", tableType="thematic")
    for index, (name, kind, usage) in enumerate(COLUMNS):
        field = ET.SubElement(table, "FieldDefn", index=str(index))
        ET.SubElement(field, "Name").text = name
        ET.SubElement(field, "Type").text = str(kind)
        ET.SubElement(field, "Usage").text = str(usage)
    for index, it in enumerate(it for it in classes if it.value is not None):
        row = ET.SubElement(table, "Row", index=str(index))
        for cell in (it.value, it.label, it.label_zh, *rgb(it.colour)):
            ET.SubElement(row, "F").text = str(cell)
    ET.indent(root)
    ET.ElementTree(root).write(path, encoding="utf-8", xml_declaration=False)
