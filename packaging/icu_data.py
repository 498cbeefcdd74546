"""ICU's data for the languages of the window: 2 MB in place of 32.

The format is ICU's own for "common data": a header, a table of contents (number of items; for each the
offsets of its name and of its bytes, from the table on), the names, the items.
"""

from __future__ import annotations

import re
import struct

_SIGNATURE = re.compile(rb"..\xda\x27\x14\0\0\0\0\0\x02\0CmnD", re.DOTALL)
_HEADER = struct.Struct("<H")
_COUNT = struct.Struct("<I")
_ENTRY = struct.Struct("<II")
_ALIGNED = 16

KEPT = re.compile(
    r"[^/]+/(cnvalias\.icu|(pool|res_index|root|supplementalData|likelySubtags)\.res"
    r"|coll/(pool|res_index|root|ucadata|de|en|zh)\.(res|icu))"
)
"""What sorts the names in dialogs for files. Qt has figures, dates and the ends of words of its own."""


def reduced(library: bytes) -> bytes:
    """The data of the shared library `libicudata`, with only the items that are KEPT."""
    data = _data(library)
    header = data[: _HEADER.unpack_from(data)[0]]
    return header + _written([item for item in _items(data[len(header) :]) if KEPT.fullmatch(item[0])])


def _data(library: bytes) -> bytes:
    found = _SIGNATURE.search(library)
    if found is None:
        raise ValueError("no data of ICU in it")
    return library[found.start() :]


def _items(table: bytes) -> list[tuple[str, bytes]]:
    (count,) = _COUNT.unpack_from(table)
    entries = [_ENTRY.unpack_from(table, _COUNT.size + index * _ENTRY.size) for index in range(count)]
    ends = [start for _, start in entries[1:]] + [len(table)]
    names = (table[name : table.index(b"\0", name)].decode() for name, _ in entries)
    return [(name, table[start:end]) for name, (_, start), end in zip(names, entries, ends, strict=True)]


def _written(items: list[tuple[str, bytes]]) -> bytes:
    names, places = b"", []
    begin = _COUNT.size + len(items) * _ENTRY.size
    for name, _ in items:
        places.append(begin + len(names))
        names += name.encode() + b"\0"
    content, entries = b"", b""
    start = begin + len(names) + -(begin + len(names)) % _ALIGNED
    for place, (_, item) in zip(places, items, strict=True):
        entries += _ENTRY.pack(place, start + len(content))
        content += item + b"\0" * (-len(item) % _ALIGNED)
    return (_COUNT.pack(len(items)) + entries + names).ljust(start, b"\0") + content
