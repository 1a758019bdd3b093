"""Fonts that have Chinese and Latin letters."""

from contextlib import suppress
from functools import cache

from matplotlib import font_manager

from sinkbase.errors import SinkbaseError
from sinkbase.words.language import Language

LATIN = ("Liberation Sans", "Arial", "Helvetica")
CHINESE = (
    "WenQuanYi Micro Hei", "Noto Sans CJK SC", "Noto Sans CJK JP", "Source Han Sans SC",
    "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "SimHei", "WenQuanYi Zen Hei",
)  # fmt: skip
LAST = "DejaVu Sans"  # comes with matplotlib


@cache
def families(language: Language) -> list[str]:
    """Return the installed families in the order in which letters are looked up.

    Raises SinkbaseError when no installed font has Chinese.
    """
    for path in sorted(set(font_manager.findSystemFonts()) - _known_files()):
        with suppress(RuntimeError, OSError):  # matplotlib's list may be older than the fonts
            font_manager.fontManager.addfont(path)
    chinese = [name for name in CHINESE if name in _installed()]
    if not chinese:
        raise SinkbaseError(
            "no font with Chinese letters was found, which the maps and the report need. "
            "Install one: sudo apt-get install fonts-wqy-microhei (or any of "
            f"{', '.join(CHINESE[1:4])})"
        )
    latin = [name for name in LATIN if name in _installed()]
    ordered = [*chinese[:1], *latin[:1]] if language == "zh" else [*latin[:1], *chinese[:1]]
    return [*ordered, LAST]


def _known_files() -> set[str]:
    return {font.fname for font in font_manager.fontManager.ttflist}


def _installed() -> set[str]:
    return {font.name for font in font_manager.fontManager.ttflist}
