"""Colours that remain apart for colour-blind readers, as "#rrggbb" from low to high.

Sources: ColorBrewer 2 (Harrower and Brewer 2003), matplotlib's viridis family (Smith and van der
Walt 2015; cividis: Nuñez et al. 2018), Okabe and Ito 2008, Tol 2021 ("muted").
"""

Palette = tuple[str, ...]


def _palette(colours: str) -> Palette:
    return tuple(f"#{colour}" for colour in colours.split())


YELLOW_GREEN = _palette("ffffe5 f7fcb9 d9f0a3 addd8e 78c679 41ab5d 238443 006837 004529")
YELLOW_GREEN_5 = _palette("ffffcc c2e699 78c679 31a354 006837")
GREENS = _palette("f7fcf5 e5f5e0 c7e9c0 a1d99b 74c476 41ab5d 238b45 006d2c 00441b")
YELLOW_BROWN = _palette("ffffe5 fff7bc fee391 fec44f fe9929 ec7014 cc4c02 993404 662506")
YELLOW_RED = _palette("ffffcc ffeda0 fed976 feb24c fd8d3c fc4e2a e31a1c bd0026 800026")
PURPLE_BLUE = _palette("fff7fb ece7f2 d0d1e6 a6bddb 74a9cf 3690c0 0570b0 045a8d 023858")
BLUES = _palette("f7fbff deebf7 c6dbef 9ecae1 6baed6 4292c6 2171b5 08519c 08306b")
BLUE_PURPLE = _palette("f7fcfd e0ecf4 bfd3e6 9ebcda 8c96c6 8c6bb1 88419d 810f7c 4d004b")
RED_PURPLE = _palette("fff7f3 fde0dd fcc5c0 fa9fb5 f768a1 dd3497 ae017e 7a0177 49006a")
BROWN_TEAL = _palette(
    "543005 8c510a bf812d dfc27d f6e8c3 f5f5f5 c7eae5 80cdc1 35978f 01665e 003c30"
)
CIVIDIS = _palette("00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838")
# own: green lowland to white summit, lighter with every step
TERRAIN = _palette("1b5e3b 477a48 7f9759 b3a86a cdb88a e2d3b5 faf7f2")
MAGMA = _palette("000004 180f3d 440f76 721f81 9e2f7f cd4071 f1605d fd9668 feca8d fcfdbf")
REVERSED_MAGMA = MAGMA[::-1]

# CNLUCC subtypes: one hue a group; no two of different groups look alike to colour-blind eyes
LAND_USE = {
    11: "#ffbd1c", 12: "#ffef85",
    21: "#002807", 22: "#086e4e", 23: "#003722", 24: "#457c50",
    31: "#5a9f40", 32: "#77ad5e", 33: "#a5bb80",
    41: "#004195", 42: "#2a95e1", 43: "#70baff", 44: "#f4ffff", 45: "#4ca9df", 46: "#91aed1",
    51: "#5e0051", 52: "#cc46a2", 53: "#f14d8c",
    61: "#f6e6c9", 62: "#cbbcb6", 63: "#d8deff", 64: "#b0bfc1", 65: "#744419", 66: "#737d79",
    67: "#d9d4c3",
}  # fmt: skip
LAND_USE_GROUPS = {
    "farmland": LAND_USE[11],
    "forest": LAND_USE[22],
    "grassland": LAND_USE[32],
    "water": LAND_USE[42],
    "built": LAND_USE[52],
    "unused": LAND_USE[62],
}
SINKS = {0: "#eeeeee", 1: "#005a32", 2: "#e69f00", 3: "#56b4e9"}
# of sinks by their numbers, in turn (Tol, "muted")
_TURNS = _palette("88ccee cc6677 ddcc77 117733 332288 aa4499 44aa99 999933 882255")
NEIGHBOURS = {number: _TURNS[number % len(_TURNS)] for number in range(1, 1000)}
PINCHES = {0: "#eeeeee", 1: "#111111"}
ORIGINS = {1: "#1b7837", 2: "#e69f00", 3: "#762a83"}
# 0: no pattern fits
PATTERNS = {
    0: "#a8a8a8",
    1: "#117733", 2: "#ddcc77", 3: "#cc6677", 4: "#882255",
    5: "#999933", 6: "#88ccee", 7: "#332288", 8: "#aa4499",
}  # fmt: skip
CORRIDOR = "#b2182b"
BOUNDARY = "#404040"
UNKNOWN = "#bdbdbd"  # a class that was added to a seed and has no colour of its own yet
