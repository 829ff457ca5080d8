"""Text that came from somebody else, made safe to show."""

from __future__ import annotations

import unicodedata

_KEPT = "\n\t"
_CUT = " …"


def shown(text: str, *, limit: int = 2000) -> str:
    r"""Return the text without control, bidi and other format characters, at most `limit` long.

    Line ends and tabs stay; carriage returns become line ends.

    >>> shown("a\x1b[31mred\u202e txt")
    'a[31mred txt'
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(
        c for c in unified if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")
    )
    return clean if len(clean) <= limit else clean[: limit - len(_CUT)] + _CUT
