"""Mutations of region files, as hands and editors make them, and of files, as copying does."""

import random
import re

Mutation = tuple[str, bytes]
_WORD = re.compile(r"[A-Za-z_]{3,}")


def region_file(text: str, rng: random.Random) -> Mutation:
    """One mutation of a region file: its kind, and the file's bytes.

    Digits stay: another number is another statement, which nobody can tell from a mistake.
    """
    kind = rng.choice(sorted(_REGION))
    return kind, _REGION[kind](text, rng)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _without_line(text: str, rng: random.Random) -> bytes:
    lines = _lines(text)
    del lines[rng.randrange(len(lines))]
    return "".join(lines).encode()


def _line_twice(text: str, rng: random.Random) -> bytes:
    lines = _lines(text)
    place = rng.randrange(len(lines))
    lines.insert(place, lines[place])
    return "".join(lines).encode()


def _lines_swapped(text: str, rng: random.Random) -> bytes:
    lines = _lines(text)
    one, other = rng.randrange(len(lines)), rng.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines).encode()


def _word_misspelt(text: str, rng: random.Random) -> bytes:
    word = rng.choice(list(_WORD.finditer(text)))
    letters = list(word.group())
    place = rng.randrange(len(letters) - 1)
    if rng.random() < 0.5:
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    else:
        del letters[place]
    return (text[: word.start()] + "".join(letters) + text[word.end() :]).encode()


def _mark_gone(text: str, rng: random.Random) -> bytes:
    places = [i for i, letter in enumerate(text) if letter in "\"'[]{}=,#\n"]
    place = rng.choice(places)
    return (text[:place] + text[place + 1 :]).encode()


def _value_of_other_type(text: str, rng: random.Random) -> bytes:
    values = list(re.finditer(r"= (.+)$", text, re.MULTILINE))
    value = rng.choice(values)
    other = rng.choice(
        ["[]", "{}", "true", '""', "nan", "inf", "-inf", "1e999", '"\\u0000"', "2015-01-01",
         "[1, 'a']", "{ a = 1 }", "[[1]]", '"a" # b', "0x1f", '"../../.."', '"/dev/null"',
         '"' + "x" * 5000 + '"', "9" * 400]
    )  # fmt: skip
    return (text[: value.start(1)] + other + text[value.end(1) :]).encode()


def _cut(text: str, rng: random.Random) -> bytes:
    whole = text.encode()
    return whole[: rng.randrange(len(whole))]


def _strange_bytes(text: str, rng: random.Random) -> bytes:
    whole = bytearray(text.encode())
    for _ in range(rng.randrange(1, 5)):
        whole[rng.randrange(len(whole))] = rng.choice(b"\x00\xff\xfe\x80\x1a\x7f\t\r")
    return bytes(whole)


def _other_encoding(text: str, rng: random.Random) -> bytes:
    return text.encode(rng.choice(["utf-16", "gb18030", "utf-8-sig", "utf-32"]))


def _other_line_ends(text: str, rng: random.Random) -> bytes:
    return text.replace("\n", rng.choice(["\r\n", "\r", "\n\n", "\n \t"])).encode()


def _section_gone(text: str, rng: random.Random) -> bytes:
    parts = re.split(r"(?m)^(?=\[)", text)
    del parts[rng.randrange(len(parts))]
    return "".join(parts).encode()


def _letter_typed(text: str, rng: random.Random) -> bytes:
    place = rng.randrange(len(text))
    return (text[:place] + rng.choice("ä温.-_ /\\'\"=#[]") + text[place:]).encode()


_REGION = {
    "a line is missing": _without_line,
    "a line stands twice": _line_twice,
    "two lines are swapped": _lines_swapped,
    "a word is misspelt": _word_misspelt,
    "a mark is missing": _mark_gone,
    "a value is of another type": _value_of_other_type,
    "the file is cut": _cut,
    "strange bytes": _strange_bytes,
    "another encoding": _other_encoding,
    "other line ends": _other_line_ends,
    "a section is missing": _section_gone,
    "a letter too many": _letter_typed,
}


def data_file(content: bytes, rng: random.Random) -> Mutation:
    """One mutation of a data file: its kind, and the file's bytes."""
    kind = rng.choice(sorted(_DATA))
    return kind, _DATA[kind](content, rng) if content else b""


def _data_cut(content: bytes, rng: random.Random) -> bytes:
    return content[: rng.randrange(len(content))]


def _data_head(content: bytes, rng: random.Random) -> bytes:
    """Bytes of the first kilobyte, where formats have their tables."""
    return _flipped(content, rng, min(len(content), 1024))


def _data_anywhere(content: bytes, rng: random.Random) -> bytes:
    return _flipped(content, rng, len(content))


def _flipped(content: bytes, rng: random.Random, end: int) -> bytes:
    changed = bytearray(content)
    for _ in range(rng.randrange(1, 12)):
        changed[rng.randrange(end)] = rng.randrange(256)
    return bytes(changed)


def _data_zeros(content: bytes, rng: random.Random) -> bytes:
    """A block that was never written, as a broken download leaves it."""
    place, size = rng.randrange(len(content)), rng.randrange(1, 5000)
    end = min(len(content), place + size)
    return content[:place] + bytes(end - place) + content[end:]


def _data_without_block(content: bytes, rng: random.Random) -> bytes:
    place, size = rng.randrange(len(content)), rng.randrange(1, 300)
    return content[:place] + content[place + size :]


def _data_as_text(content: bytes, rng: random.Random) -> bytes:
    """As FTP copied it in text mode."""
    del rng
    return content.replace(b"\n", b"\r\n")


def _data_of_another(content: bytes, rng: random.Random) -> bytes:
    heads = [
        b"CDF\x01", b"\x89HDF\r\n\x1a\n", b"\x0e\x03\x13\x01", b"PK\x03\x04", b"II*\0", b"GRIB",
        b"SQLite format 3\0", b"<VRTDataset>", b"%PDF-1.4", b"\xff\xd8\xff",
    ]  # fmt: skip
    return rng.choice(heads) + content[rng.randrange(8) :]


_DATA = {
    "cut": _data_cut,
    "its head changed": _data_head,
    "changed anywhere": _data_anywhere,
    "a block of zeros": _data_zeros,
    "a block missing": _data_without_block,
    "copied as text": _data_as_text,
    "begins like another format": _data_of_another,
}
