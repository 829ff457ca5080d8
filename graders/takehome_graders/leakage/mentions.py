"""Where the code of a submission first names a column.

A search for whole words in the text as it was handed in. It knows nothing of what the code does
there, so what it finds is a place to look at and never a reason for a mark.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from takehome_graders.evidence import Place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from takehome_graders.evidence import Source


def first_mention(sources: Iterable[Source], name: str) -> Place | None:
    """Return the first line of code with that name in it, or None; comments do not count."""
    word = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    for source in sources:
        for cell, text in source.cells:
            for line, code in enumerate(text.splitlines(), start=1):
                if word.search(code) and not code.lstrip().startswith("#"):
                    return Place(file=source.file, cell=cell or None, line=line)
    return None
