"""Which layer a name speaks of."""

import re
from collections.abc import Iterator

# a name says a layer when one of these words stands in it; of two layers the longer word wins
WORDS = {
    "boundary": "boundary boundaries border county counties admin xian 边界 县界 县域 市界 行政区"
    " 界线",
    "elevation": "dem elevation srtm aster astgtm gdem copernicus altitude alos 高程",
    "slope": "slope 坡度",
    "land_use": "landuse land_use landcover land_cover lucc cnlucc lulc clcd worldcover globeland"
    " globeland30 mcd12q1 mcd12c1 lc lu 土地利用 土地覆",
    "npp": "npp mod17 mod17a3 mod17a3hgf mod17a3h 净初级",
    "temperature": "temperature temp tmp tmean tavg tas t2m 2t 气温",
    "precipitation": "precipitation precip prec pre prcp ppt rain rainfall tp 降水",
    "population": "population pop ppp worldpop gpw landscan 人口",
    "vegetation": "vegetation veg 植被",
    "soil": "soil soils hwsd hwsd2 soilgrids 土壤",
    "roads": "road roads highway highways 道路 公路",
}
# what is none of the layers, though a folder or another word may say one
OTHERS = {
    "rivers": "river rivers stream streams waterway waterways hydro hydrology canal lake lakes"
    " 河流 河网 水系 水域 湖泊 渠系",
    "railways": "railway railways rail 铁路",
    "townships": "town towns township townships village villages 乡镇 乡界 镇界 村界 街道",
    "buildings": "building buildings poi pois 建筑 居民点",
    "relief": "hillshade shade aspect relief contour contours 山体阴影 坡向 等高线",
    "extremes": "tmax tmin tmx tmn maxtemp mintemp 最高气温 最低气温",
    "other vegetation": "ndvi evi lai fvc gpp",
}
_EXTREME = r"(?<![a-z])(max|min|maximum|minimum)(?![a-z])|最高|最低"
_OTHER = r"(?<![a-z])(hillshade|shade|aspect|relief|contours?)(?![a-z])|山体阴影|坡向|等高线"
_CONTRADICTED = {"temperature": ("extremes", _EXTREME), "elevation": ("relief", _OTHER)}
NOISE = (
    r"(?<![a-z])(qc|qa|quality|flag|flags|bnds|bounds|std|stderr|uncertainty|error|count)(?![a-z])"
)


def spoken(text: str, weak: tuple[str, ...] = (), never: tuple[str, ...] = ()) -> str | None:
    """The layer (or other thing) that a name speaks of, none when of nothing known.

    Of two the longer word wins, then the later one. Words of the things in `weak` count only when
    no other word stands in the name.
    """
    text = _plain(text)
    found = [
        (name not in weak, length, end, name)
        for name, length, end in _words_in(text)
        if name not in never
    ]
    if not found:
        return None
    name = max(found)[-1]
    other, sign = _CONTRADICTED.get(name, ("", ""))
    return other if sign and other not in never and re.search(sign, text) else name


def mentioned(text: str) -> set[str]:
    """All layers of which a word stands in a name."""
    return {name for name, _, _ in _words_in(_plain(text))} & {*WORDS}


def _plain(text: str) -> str:
    """In small letters, with a blank before each capital within a word."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).lower()


def _words_in(text: str) -> Iterator[tuple[str, int, int]]:
    """What the words in a name speak of, with the weight and the end of each."""
    for table in (WORDS, OTHERS):
        for name, words in table.items():
            for word in words.split():
                latin = word.isascii()
                for match in re.finditer(rf"(?<![a-z]){word}(?![a-z])" if latin else word, text):
                    yield name, len(word) * (1 if latin else 3), match.end()
