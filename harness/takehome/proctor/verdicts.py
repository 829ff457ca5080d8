"""The contract of what `monitor` returns, and of an experiment's `decision`.

Both are a few named values: a dictionary, or an object with those names, such as a dataclass.
Python alone, as `contract` is and for the same reason.
"""

from __future__ import annotations

import difflib
import inspect
import math
from typing import TYPE_CHECKING, Any

from .contract import ContractBroken, named, number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAY = len("2026-01-31")
_LIMITS = 2


def alarm(answer: Any) -> dict[str, Any]:
    """Return what `monitor` said: drifted, kind, where and since.

    >>> alarm({"drifted": True, "where": "amount"})
    {'drifted': True, 'kind': '', 'where': ['amount'], 'since': ''}

    Raises:
        ContractBroken: It is no such thing; every flaw is said.
    """
    if inspect.iscoroutine(answer):
        answer.close()
        raise ContractBroken("monitor returned a coroutine: define it with `def`.")
    readers = {"drifted": _truth, "kind": _word, "where": _words, "since": _day}
    return _read(answer, readers, required="drifted", what="monitor returned")


def shipping(value: Any) -> dict[str, Any]:
    """Return an experiment's decision: ship, numbers (effect, low and high), and flaws.

    >>> shipping({"ship": False, "effect": 0.01, "interval": (-0.02, 0.04)})
    {'ship': False, 'flaws': [], 'numbers': [0.01, -0.02, 0.04]}

    Raises:
        ContractBroken: It is no such thing; every flaw is said.
    """
    readers = {"ship": _truth, "effect": _amount, "interval": _interval, "flaws": _words}
    read = _read(value, readers, required="ship", what="decision is")
    effect, interval = read.pop("effect"), read.pop("interval")
    return {**read, "numbers": [effect, *interval]}


def _read(
    answer: Any, readers: Mapping[str, Callable[[Any], Any]], *, required: str, what: str
) -> dict[str, Any]:
    names = ", ".join(readers)
    given = _given(answer, readers)
    if given is None:
        raise ContractBroken(
            f"{what} {named(answer)}; it must be a dictionary, or an object, with {names}."
        )
    flaws = [_unknown(name, readers) for name in given if name not in readers]
    if given.get(required) is None:
        flaws.append(f"{required} is not said: True or False.")
    read = {}
    for name, reader in readers.items():
        try:
            read[name] = reader(given.get(name))
        except ValueError as error:
            flaws.append(f"{name} is {named(given[name])}; it must be {error}.")
    if flaws:
        raise ContractBroken(f"{what} something else than {names}: {' '.join(flaws)}")
    return read


def _given(answer: Any, readers: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the values by name; None where it has none of them."""
    if hasattr(answer, "keys") and hasattr(answer, "__getitem__"):
        return {str(name): answer[name] for name in answer.keys()}  # noqa: SIM118 - any mapping, or a Series
    found = {name: getattr(answer, name) for name in readers if hasattr(answer, name)}
    return found or None


def _unknown(name: str, readers: Mapping[str, Any]) -> str:
    near = difflib.get_close_matches(name, readers, n=1)
    hint = f" Did you mean {near[0]}?" if near else ""
    return f'there is no "{name[:40]}".{hint}'


def _plain(value: Any) -> Any:
    return value.tolist() if hasattr(value, "tolist") else value


def _truth(value: Any) -> bool:
    value = _plain(value)
    if value is None or (isinstance(value, bool | int) and value in (0, 1)):
        return bool(value)
    raise ValueError("True or False")


def _word(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    raise ValueError("a word")


def _words(value: Any) -> list[str]:
    value = _plain(value)
    if value is None or isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list | tuple | set | frozenset) and all(
        isinstance(each, str) for each in value
    ):
        return sorted(value) if isinstance(value, set | frozenset) else [*value]
    raise ValueError("a list of words")


def _day(value: Any) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:_DAY]
    raise ValueError('a day, such as "2026-01-31"')


def _amount(value: Any) -> float | None:
    if value is None:
        return None
    found = number(value)
    if found is None or not math.isfinite(found):
        raise ValueError("a number")
    return found


def _interval(value: Any) -> list[float | None]:
    value = _plain(value)
    if value is None:
        return [None, None]
    if isinstance(value, list | tuple) and len(value) == _LIMITS:
        low, high = (number(each) for each in value)
        if low is not None and high is not None and low <= high:
            return [low, high]
    raise ValueError("(low, high) with low <= high")
