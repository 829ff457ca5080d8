"""The texts that every kit has, with places to fill in."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_PLACE = re.compile(r"@([A-Z_]+)@")


def filled(name: str, values: Mapping[str, str]) -> str:
    """Return the template of that name with each `@NAME@` replaced by its value.

    Raises:
        KeyError: The template has a place that has no value.
    """
    text = (resources.files(__package__) / "templates" / name).read_text(encoding="utf-8")
    return _PLACE.sub(lambda place: values[place[1]], text)
