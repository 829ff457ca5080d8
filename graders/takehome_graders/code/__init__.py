"""What the code says: static analysis of notebooks and scripts. Nothing is imported or run."""

from takehome_graders.code.reader import read_code
from takehome_graders.code.reading import (
    DataFacts,
    Kind,
    Pair,
    Reading,
    Sign,
    Sureness,
    Unread,
)

__all__ = ["DataFacts", "Kind", "Pair", "Reading", "Sign", "Sureness", "Unread", "read_code"]
