"""Text that a spreadsheet will not run."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """What would be a formula is kept from being one: anybody can name an upload ``=cmd|…``."""
    return f"'{text}" if text.startswith(_FORMULA) else text
