"""Reading what a recorder told: every frame is checked, and whatever is odd is left out and counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from takehome_graders.recording.events import (
    Argument,
    Event,
    Fold,
    Notice,
    Plain,
    Recording,
    Rows,
    Spot,
    Told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Frame = tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]

MAX_FRAMES: Final = 200_000
MAX_BYTES: Final = 1 << 28
_TEXT: Final = 400
_MANY: Final = 400
_SPACE: Final = 2_000_000


class _Odd(Exception):
    """A frame is not what a recorder tells."""


@dataclass(slots=True)
class _Process:
    """What one process has told until now."""

    rows: dict[int, Rows] = field(default_factory=dict)
    columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sequences: set[int] = field(default_factory=set)
    end: dict[str, Any] | None = None
    forked: bool = False


@dataclass(slots=True)
class _Reading:
    """A recording in the making."""

    n: int
    processes: dict[int, _Process] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    folds: list[Fold] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    samples: dict[tuple[int, int], NDArray[np.float64]] = field(default_factory=dict)
    outputs: list[NDArray[np.float64]] = field(default_factory=list)


def parse(frames: Iterable[Frame], n: int) -> Recording:
    """Return the recording that these frames tell.

    Args:
        frames: In the order in which they arrived.
        n: How many rows the examples table has.
    """
    reading, malformed, size = _Reading(n=n), 0, 0
    for number, (header, arrays) in enumerate(frames):
        size += sum(array.nbytes for array in arrays.values())
        if number >= MAX_FRAMES or size > MAX_BYTES:
            malformed += 1
            break
        try:
            _take(reading, header, arrays)
        except _Odd:
            malformed += 1
    return Recording(
        n=n,
        events=tuple(reading.events),
        folds=tuple(reading.folds),
        notices=tuple(reading.notices),
        told=tuple(_told(name, each) for name, each in sorted(reading.processes.items())),
        samples=reading.samples,
        outputs=tuple(reading.outputs),
        malformed=malformed,
    )


def _take(reading: _Reading, header: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    name, sequence = _whole(header, "process"), _whole(header, "sequence")
    process = reading.processes.setdefault(name, _Process())
    if len(reading.processes) > _MANY or sequence in process.sequences:
        raise _Odd
    process.sequences.add(sequence)
    match header.get("kind"):
        case "hello":
            process.forked = header.get("forked") is True
        case "output":
            _output(reading, arrays)
        case "rows":
            process.rows[_whole(header, "rows")] = _rows(reading, name, header, arrays)
        case "columns":
            names = header.get("names")
            if not isinstance(names, list):
                raise _Odd
            process.columns[_whole(header, "columns")] = tuple(_text(each) for each in names[:_MANY])
        case "sample":
            _sample(reading, name, header, arrays)
        case "event":
            reading.events.append(_event(process, name, header))
        case "fold":
            reading.folds.append(
                Fold(
                    process=name,
                    of=_whole(header, "of"),
                    fold=_whole(header, "fold"),
                    train=process.rows.get(_whole(header, "train")),
                    test=process.rows.get(_whole(header, "test")),
                )
            )
        case "noticed":
            reading.notices.append(
                Notice(
                    process=name,
                    what=_text(header.get("what")),
                    detail=_text(header.get("detail")),
                    spot=_spot(header),
                )
            )
        case "end":
            process.end = {
                "nested": _whole(header, "nested"),
                "faults": _whole(header, "faults"),
                "fault": _text(header.get("fault")),
            }
        case _:
            raise _Odd


def _rows(
    reading: _Reading, process: int, header: Mapping[str, Any], arrays: Mapping[str, Any]
) -> Rows:
    space, size = _whole(header, "space"), _whole(header, "size")
    bitmap = arrays.get("bitmap")
    expected = reading.n if space == 0 else len(reading.samples.get((process, space), ()))
    if size != expected or not isinstance(bitmap, np.ndarray) or bitmap.dtype != np.uint8:
        raise _Odd
    if bitmap.shape != ((size + 7) // 8,):
        raise _Odd
    n, missing = _whole(header, "n"), _whole(header, "missing")
    members = bitmap.copy()
    if size % 8:
        members[-1] &= (0xFF << (8 - size % 8)) & 0xFF
    rows = Rows(members=members, space=space, size=size, n=n, missing=missing)
    if missing > n or rows.count() > n - missing:
        raise _Odd
    return rows


def _sample(
    reading: _Reading, process: int, header: Mapping[str, Any], arrays: Mapping[str, Any]
) -> None:
    values = arrays.get("values")
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise _Odd
    space = _whole(header, "space")
    if not 0 < space or len(values) > _SPACE or not 1 <= values.shape[1] <= 2:  # noqa: PLR2004 - as it is told
        raise _Odd
    if len(values) != _whole(header, "n") or (process, space) in reading.samples:
        raise _Odd
    reading.samples[process, space] = values


def _output(reading: _Reading, arrays: Mapping[str, Any]) -> None:
    values = arrays.get("values")
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise _Odd
    reading.outputs.append(values)


def _event(process: _Process, name: int, header: Mapping[str, Any]) -> Event:
    arguments = header.get("arguments")
    if not isinstance(arguments, list) or len(arguments) > _MANY:
        raise _Odd
    parameters = header.get("parameters")
    return Event(
        process=name,
        number=_whole(header, "number"),
        what=_text(header.get("what")),
        library=_text(header.get("library")),
        name=_text(header.get("name")),
        sort=_text(header.get("sort", "")),
        type=_text(header.get("class", "")),
        object=_whole(header, "object"),
        spot=_spot(header),
        arguments=tuple(_argument(process, each) for each in arguments),
        value=_numbers(header.get("value")),
        behind=_wholes(header.get("behind", [])),
        parameters=_parameters(parameters if isinstance(parameters, dict) else {}),
        seconds=_seconds(header.get("seconds")),
    )


def _argument(process: _Process, said: Any) -> Argument:
    if not isinstance(said, dict):
        raise _Odd
    number = _whole(said, "rows")
    if number and number not in process.rows:
        raise _Odd
    columns = said.get("columns")
    return Argument(
        role=_text(said.get("role")),
        rows=process.rows.get(number),
        n=_whole(said, "n"),
        missing=_whole(said, "missing"),
        method=_text(said.get("method")),
        via=_origins(said.get("via", [])),
        columns=process.columns.get(columns, ()) if isinstance(columns, int) else (),
    )


def _spot(header: Mapping[str, Any]) -> Spot:
    return Spot(
        file=_text(header.get("file")),
        line=_whole(header, "line"),
        function=_text(header.get("function", "")),
    )


def _parameters(said: dict[Any, Any]) -> dict[str, Plain]:
    kept: dict[str, Plain] = {}
    for key, value in list(said.items())[:_MANY]:
        if not isinstance(key, str) or not (
            value is None or isinstance(value, (bool, int, float, str))
        ):
            raise _Odd
        kept[key[:_TEXT]] = value[:_TEXT] if isinstance(value, str) else value
    return kept


def _whole(header: Mapping[str, Any], key: str) -> int:
    value = header.get(key)
    if type(value) is not int or not 0 <= value < 1 << 53:
        raise _Odd
    return value


def _wholes(said: Any) -> tuple[int, ...]:
    if not isinstance(said, list) or len(said) > _MANY:
        raise _Odd
    if not all(type(each) is int and 0 < each < 1 << 53 for each in said):
        raise _Odd
    return tuple(said)


def _origins(said: Any) -> tuple[int, ...]:
    if not isinstance(said, list) or len(said) > _MANY:
        raise _Odd
    if not all(type(each) is int and 0 < abs(each) < 1 << 53 for each in said):
        raise _Odd
    return tuple(said)


def _numbers(said: Any) -> tuple[float, ...]:
    if said is None:
        return ()
    if not isinstance(said, list) or len(said) > _MANY:
        raise _Odd
    if not all(type(each) in {int, float} for each in said):
        raise _Odd
    return tuple(float(each) for each in said)


def _seconds(said: Any) -> float:
    if type(said) not in {int, float} or not 0 <= said < 1e9:  # noqa: PLR2004 - longer than any sitting
        raise _Odd
    return float(said)


def _text(said: Any) -> str:
    if not isinstance(said, str):
        raise _Odd
    return "".join(each for each in said[:_TEXT] if each.isprintable())


def _told(name: int, process: _Process) -> Told:
    end = process.end or {"nested": 0, "faults": 0, "fault": ""}
    return Told(
        process=name,
        frames=len(process.sequences),
        gaps=max(process.sequences, default=-1) + 1 - len(process.sequences),
        ended=process.end is not None,
        forked=process.forked,
        nested=end["nested"],
        faults=end["faults"],
        fault=end["fault"],
    )
