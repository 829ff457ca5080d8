"""What commands hand over: a last line of JSON, and files of ids and values.

Python alone, as `contract` is and for the same reason.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from .contract import ContractBroken, named

_PLACE = re.compile(r"\{(\w*)\}")
_CELLS = 2
_SHOWN = 80
MAX_OUTPUT = 1 << 28


def filled(command: list[str], places: dict[str, str]) -> list[str]:
    """Return a command with its places filled in.

    >>> filled(["python", "fit.py", "--data={data}"], {"data": "/kit/data"})
    ['python', 'fit.py', '--data=/kit/data']
    """
    return [_PLACE.sub(lambda found: places.get(found[1], found[0]), part) for part in command]


def last_word(printed: bytes) -> tuple[dict[str, Any], str | None]:
    r"""Return what the last line that `fit` printed says, and what is wrong with it, if anything.

    >>> last_word(b'fitting\n{"expected_score": 0.4}\n')
    ({'expected_score': 0.4}, None)
    """
    lines = [line for line in printed.decode(errors="replace").splitlines() if line.strip()]
    wanted = 'print {"expected_score": 0.4}, with your own number, as the last line.'
    if not lines:
        return {}, f"fit printed nothing: {wanted}"
    try:
        said = json.loads(lines[-1])
    except (ValueError, RecursionError):
        said = None
    if isinstance(said, dict):
        return said, None
    return {}, f"The last line that fit printed is {named(lines[-1][:_SHOWN])}: {wanted}"


def table(raw: bytes, what: str) -> tuple[list[int], list[float]]:
    """Return the ids and the values of a file that a command wrote, with or without a header.

    Raises:
        ContractBroken: It is no CSV of ids and values.
    """
    try:
        rows = [row for row in csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ContractBroken(
            f"{what} wrote no CSV to {{output}} ({error}): write id,value, a row each."
        ) from error
    first = 1 if rows and _is_header(rows[0]) else 0
    ids, values = [], []
    for line, row in enumerate(rows[first:], start=first + 1):
        if len(row) != _CELLS:
            raise ContractBroken(
                f"{what} wrote {len(row)} cells on line {line} of {{output}}: write id,value."
            )
        one, value = _id(row[0]), _value(row[1])
        if one is None or value is None:
            wrong = row[0] if one is None else row[1]
            raise ContractBroken(
                f"{what} wrote {wrong[:_SHOWN]!r} on line {line} of {{output}}: write id,value, a"
                " whole number and a number."
            )
        ids.append(one)
        values.append(value)
    return ids, values


def verdict(raw: bytes, what: str) -> Any:
    """Return the JSON of a file that a command wrote.

    Raises:
        ContractBroken: It is no JSON.
    """
    try:
        return json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ContractBroken(f"{what} wrote no JSON to {{output}} ({error}).") from error


def _is_header(row: list[str]) -> bool:
    return len(row) == _CELLS and _id(row[0]) is None and _value(row[1]) is None


def _id(text: str) -> int | None:
    try:
        number = float(text)
        return int(text) if text.strip().lstrip("-").isdigit() else _exact(number)
    except (ValueError, OverflowError):
        return None


def _exact(number: float) -> int | None:
    return int(number) if number.is_integer() else None


def _value(text: str) -> float | None:
    if text.strip().lower() in {"true", "false"}:
        return float(text.strip().lower() == "true")
    try:
        return float(text)
    except ValueError:
        return None
