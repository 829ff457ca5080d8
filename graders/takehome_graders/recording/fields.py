"""The fields of a frame's header, each checked for its kind and its size."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_graders.recording.events import Plain

MANY: Final = 400
_TEXT: Final = 400
_WHOLE: Final = 1 << 53
_SECONDS: Final = 1e9


class Odd(Exception):
    """A frame is not what a recorder tells."""


def parameters(said: dict[Any, Any]) -> dict[str, Plain]:
    """Return plain values by their names.

    Raises:
        Odd: It is none.
    """
    kept: dict[str, Plain] = {}
    for key, value in list(said.items())[:MANY]:
        kept[text(key)] = _plain(value)
    return kept


def _plain(value: Any) -> Plain:
    match value:
        case None | bool():
            return value
        case int() if abs(value) < _WHOLE:
            return value
        case float() if math.isfinite(value):
            return value
        case str():
            return text(value)
        case _:
            raise Odd


def whole(header: Mapping[str, Any], key: str) -> int:
    """Return a whole number that is not negative.

    Raises:
        Odd: It is none.
    """
    value = header.get(key)
    if type(value) is not int or not 0 <= value < _WHOLE:
        raise Odd
    return value


def wholes(said: Any) -> tuple[int, ...]:
    """Return whole numbers above zero.

    Raises:
        Odd: It is none.
    """
    if not isinstance(said, list) or len(said) > MANY:
        raise Odd
    if not all(type(each) is int and 0 < each < _WHOLE for each in said):
        raise Odd
    return tuple(said)


def origins(said: Any) -> tuple[int, ...]:
    """Return numbers of calls; those below zero are of the process above.

    Raises:
        Odd: It is none.
    """
    if not isinstance(said, list) or len(said) > MANY:
        raise Odd
    if not all(type(each) is int and 0 < abs(each) < _WHOLE for each in said):
        raise Odd
    return tuple(said)


def numbers(said: Any) -> tuple[float, ...]:
    """Return the numbers of a result, none where there is none.

    Raises:
        Odd: It is none.
    """
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > MANY:
        raise Odd
    if not all(type(each) is float or _is_whole(each) for each in said):
        raise Odd
    if not all(map(math.isfinite, said)):
        raise Odd
    return tuple(float(each) for each in said)


def _is_whole(said: Any) -> bool:
    return type(said) is int and abs(said) < _WHOLE


def seconds(said: Any) -> float:
    """Return a duration.

    Raises:
        Odd: It is none.
    """
    if type(said) not in {int, float} or not 0 <= said < _SECONDS:
        raise Odd
    return float(said)


def text(said: Any) -> str:
    """Return a text, cut and without control characters.

    Raises:
        Odd: It is none.
    """
    if not isinstance(said, str):
        raise Odd
    return "".join(each for each in said[:_TEXT] if each.isprintable())
