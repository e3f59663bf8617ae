"""Cleans texts of students for terminals, pages and tables: takes out characters that control the screen."""

import re
import unicodedata
from typing import Any

BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNSEEN = frozenset("\u2028\u2029\ufeff\ufff9\ufffa\ufffb")  # line ends of Unicode, marks of order and of annotation
CATEGORIES = ("Cc", "Cs")  # controls (C0 and C1), lone surrogates
NONAME = "(no name)"


def _shown(character: str) -> bool:
    if character == "\n" or " " <= character <= "~":
        return True
    code = ord(character)
    if code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF or 0xE0000 <= code <= 0xE007F:
        return False  # no characters at all, and tags that nobody sees
    return character not in BIDI and character not in UNSEEN and unicodedata.category(character) not in CATEGORIES


def clean(text: str) -> str:
    """The text without control characters (but for line ends), overrides of direction and lone surrogates.

    >>> clean("a\\x1b[31mb\\tc\\r\\nd\\u202e")
    'a[31mb    c\\nd'
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return "".join(character for character in text if _shown(character))


def one_line(text: str) -> str:
    """The clean text on a single line, as names are written.

    >>> one_line("Jane\\n Doe ")
    'Jane Doe'
    """
    return re.sub(r"\s+", " ", clean(text)).strip() or NONAME


def clean_all(value: Any) -> Any:
    """Plain data (dicts, lists, tuples, text, numbers) with every text in it cleaned."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {key: clean_all(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean_all(part) for part in value]
    return value
