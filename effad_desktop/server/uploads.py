"""The form of an upload, read as it arrives; nothing of it is written to disk."""

from __future__ import annotations

import logging
import unicodedata
from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from effad_desktop.server.budget import Share
from effad_desktop.server.problems import (
    BROKEN_FORM,
    NOT_A_FORM,
    NOT_AN_IMAGE,
    TOO_LARGE,
    WRONG_FIELDS,
    ProblemError,
)

MAX_FIELD_BYTES = 1024
MAX_PARTS = 16
MAX_NAME = 100
"""Characters of a file name that are kept."""

_FORM_BYTES = 64 * 1024
"""What a form may have beside its file."""

# It warns of each broken form on stderr; the caller is told, and that is enough.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

_YES, _NO = ("true", "1", "yes", "on"), ("false", "0", "no", "off", "")
# Controls, invisible marks that turn the direction of writing, halves of pairs, and line ends.
_UNSAFE = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))


@dataclass(frozen=True, slots=True, eq=False)
class Upload:
    """`name` is for display alone; `recipe` is empty for the one in use."""

    data: bytes
    name: str
    recipe: str
    heatmap: bool


@dataclass(slots=True, eq=False)
class _Part:
    disposition: bytes = b""
    name: str = ""
    file_name: bytes | None = None
    data: bytearray = field(default_factory=bytearray)


async def read_upload(request: Request, max_bytes: int, share: Share) -> Upload:
    """Raises ProblemError, Busy when `share` gets no more memory, ClientDisconnect."""
    kind, options = parse_options_header(request.headers.get("Content-Type"))
    if kind != b"multipart/form-data":
        raise ProblemError(NOT_A_FORM, "send multipart/form-data with the image as its part 'file'")
    _refuse_announced(request.headers.get("Content-Length", ""), max_bytes)
    form = _Form(options.get(b"boundary", b""), max_bytes)
    received = 0
    async for chunk in request.stream():
        received += len(chunk)
        if received > max_bytes + _FORM_BYTES:
            raise _too_large(max_bytes)
        share.add(len(chunk))
        form.write(chunk)
    return form.upload()


def _refuse_announced(length: str, max_bytes: int) -> None:
    """Without waiting for the bytes."""
    if length.isdecimal() and int(length[:20]) > max_bytes + _FORM_BYTES:
        raise _too_large(max_bytes)


def _too_large(max_bytes: int) -> ProblemError:
    return ProblemError(TOO_LARGE, f"more than {max_bytes:,} bytes are not taken")


class _Form:
    """Takes a multipart body in pieces (RFC 7578)."""

    def __init__(self, boundary: bytes, max_bytes: int) -> None:
        if not boundary:
            raise ProblemError(BROKEN_FORM, "the Content-Type names no boundary")
        self._max_bytes = max_bytes
        self._parts: list[_Part] = []
        self._header = b""
        self._ended = False
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._begin,
                    "on_header_field": self._header_name,
                    "on_header_value": self._header_value,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers_end,
                    "on_part_data": self._data,
                    "on_end": self._end,
                },
            )
        except FormParserError as error:
            raise ProblemError(BROKEN_FORM, str(error)) from error
        self._name = b""

    def write(self, chunk: bytes) -> None:
        try:
            self._parser.write(chunk)
        except FormParserError as error:
            raise ProblemError(BROKEN_FORM, str(error)) from error

    def upload(self) -> Upload:
        if not self._ended:
            raise ProblemError(BROKEN_FORM, "it ends before its last boundary")
        file = self._only("file")
        if file is None:
            raise ProblemError(WRONG_FIELDS, "the part 'file' with the image is missing")
        if not file.data:
            raise ProblemError(NOT_AN_IMAGE, "the file is empty")
        return Upload(
            bytes(file.data), display_name(file.file_name or b""), self._text("recipe"), self._flag("heatmap")
        )

    def _begin(self) -> None:
        if len(self._parts) == MAX_PARTS:
            raise ProblemError(WRONG_FIELDS, f"more than {MAX_PARTS} parts are not taken")
        self._parts.append(_Part())

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _header_end(self) -> None:
        if self._name.lower() == b"content-disposition":
            self._parts[-1].disposition = self._header
        self._name = self._header = b""

    def _headers_end(self) -> None:
        part = self._parts[-1]
        _, options = parse_options_header(part.disposition)
        part.name = options.get(b"name", b"").decode(errors="replace")
        part.file_name = options.get(b"filename")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._parts[-1]
        is_file = part.name == "file"
        if len(part.data) + end - start > (self._max_bytes if is_file else MAX_FIELD_BYTES):
            if is_file:
                raise _too_large(self._max_bytes)
            raise ProblemError(WRONG_FIELDS, f"a part beside 'file' has more than {MAX_FIELD_BYTES:,} bytes")
        part.data += data[start:end]

    def _end(self) -> None:
        self._ended = True

    def _only(self, name: str) -> _Part | None:
        found = [part for part in self._parts if part.name == name]
        if len(found) > 1:
            raise ProblemError(WRONG_FIELDS, f"{name!r} is there {len(found)} times; send one")
        return found[0] if found else None

    def _text(self, name: str) -> str:
        part = self._only(name)
        try:
            return part.data.decode().strip() if part else ""
        except UnicodeDecodeError as error:
            raise ProblemError(WRONG_FIELDS, f"{name!r} is not UTF-8") from error

    def _flag(self, name: str) -> bool:
        text = self._text(name).lower()
        if text not in _YES + _NO:
            raise ProblemError(WRONG_FIELDS, f"{name!r} must be true or false, not {text[:40]!r}")
        return text in _YES


def display_name(raw: bytes) -> str:
    """A file's name without folders, of printable characters, at most 100 of them."""
    text = unicodedata.normalize("NFC", raw[:4096].decode(errors="replace"))
    last = text.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join("_" if unicodedata.category(c) in _UNSAFE else c for c in last)
    name = " ".join(shown.split())
    if len(name) > MAX_NAME:
        name = f"{name[: MAX_NAME - 13]}…{name[-12:]}"  # the ending tells the format
    return name if name.strip(". ") else "upload"
