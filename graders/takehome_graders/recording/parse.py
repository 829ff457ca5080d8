"""Reading what a recorder told: every frame is checked; what is odd is left out and counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from takehome_graders.recording.events import (
    Argument,
    Event,
    Fold,
    Notice,
    Output,
    Recording,
    Rows,
    Spot,
    Told,
)
from takehome_graders.recording.fields import (
    MANY,
    Odd,
    numbers,
    origins,
    parameters,
    seconds,
    text,
    whole,
    wholes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Frame = tuple[Mapping[str, Any], Mapping[str, NDArray[Any]]]

MAX_FRAMES: Final = 200_000
MAX_EVENTS: Final = 5000
MAX_BYTES: Final = 1 << 28
MAX_SAMPLES: Final = 100
"""Each takes the host its time."""
_SPACE: Final = 2_000_000


@dataclass(slots=True)
class _Process:
    """What one process has told until now."""

    rows: dict[int, Rows] = field(default_factory=dict)
    columns: dict[int, tuple[str, ...]] = field(default_factory=dict)
    sequences: set[int] = field(default_factory=set)
    heard_on: int = 0
    """The line that its first word came by; what comes by another is not its own."""
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
    outputs: list[Output] = field(default_factory=list)


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
        except Odd:
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
    name, sequence = whole(header, "process"), whole(header, "sequence")
    line = whole({"heard_on": 0, **header}, "heard_on")
    process = reading.processes.get(name)
    if process is None and len(reading.processes) < MANY:
        process = reading.processes[name] = _Process(heard_on=line)
    if process is None or process.heard_on != line or sequence in process.sequences:
        raise Odd
    process.sequences.add(sequence)
    match header.get("kind"):
        case "rows":
            process.rows[whole(header, "rows")] = _rows(reading, name, header, arrays)
        case "columns":
            names = header.get("names")
            if not isinstance(names, list):
                raise Odd
            process.columns[whole(header, "columns")] = tuple(text(each) for each in names[:MANY])
        case "sample":
            _sample(reading, name, header, arrays)
        case "event":
            if len(reading.events) >= MAX_EVENTS:
                raise Odd
            reading.events.append(_event(process, name, header))
        case "fold":
            reading.folds.append(
                Fold(
                    process=name,
                    of=whole(header, "of"),
                    fold=whole(header, "fold"),
                    train=process.rows.get(whole(header, "train")),
                    test=process.rows.get(whole(header, "test")),
                    digest=text(header.get("digest", "")),
                )
            )
        case _:
            _take_rest(reading, process, name, header, arrays)


def _take_rest(
    reading: _Reading,
    process: _Process,
    name: int,
    header: Mapping[str, Any],
    arrays: Mapping[str, Any],
) -> None:
    match header.get("kind"):
        case "hello":
            process.forked = header.get("forked") is True
        case "output":
            _output(reading, header, arrays)
        case "noticed":
            reading.notices.append(
                Notice(
                    process=name,
                    what=text(header.get("what")),
                    detail=text(header.get("detail")),
                    spot=_spot(header),
                )
            )
        case "end":
            process.end = {
                "nested": whole(header, "nested"),
                "faults": whole(header, "faults"),
                "fault": text(header.get("fault")),
                "full": header.get("full") is True,
            }
        case _:
            raise Odd


def _rows(
    reading: _Reading, process: int, header: Mapping[str, Any], arrays: Mapping[str, Any]
) -> Rows:
    space, size = whole(header, "space"), whole(header, "size")
    bitmap = arrays.get("bitmap")
    expected = reading.n if space == 0 else len(reading.samples.get((process, space), ()))
    if size != expected or not isinstance(bitmap, np.ndarray) or bitmap.dtype != np.uint8:
        raise Odd
    if bitmap.shape != ((size + 7) // 8,):
        raise Odd
    n, missing = whole(header, "n"), whole(header, "missing")
    members = bitmap.copy()
    if size % 8:
        members[-1] &= (0xFF << (8 - size % 8)) & 0xFF
    rows = Rows(members=members, space=space, size=size, n=n, missing=missing)
    if missing > n or rows.count() > n - missing:
        raise Odd
    return rows


def _sample(
    reading: _Reading, process: int, header: Mapping[str, Any], arrays: Mapping[str, Any]
) -> None:
    values = arrays.get("values")
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise Odd
    space = whole(header, "space")
    if space <= 0 or len(values) > _SPACE or not 1 <= values.shape[1] <= 2:  # noqa: PLR2004 - as it is told
        raise Odd
    if len(values) != whole(header, "n") or (process, space) in reading.samples:
        raise Odd
    if len(reading.samples) >= MAX_SAMPLES:
        raise Odd
    reading.samples[process, space] = values


def _output(reading: _Reading, header: Mapping[str, Any], arrays: Mapping[str, Any]) -> None:
    values = arrays.get("values")
    if not isinstance(values, np.ndarray) or values.dtype != np.float64 or values.ndim != 2:  # noqa: PLR2004 - rows and columns
        raise Odd
    reading.outputs.append(Output(probe=whole(header, "probe"), values=values))


def _event(process: _Process, name: int, header: Mapping[str, Any]) -> Event:
    arguments = header.get("arguments")
    if not isinstance(arguments, list) or len(arguments) > MANY:
        raise Odd
    said = header.get("parameters")
    return Event(
        process=name,
        number=whole(header, "number"),
        what=text(header.get("what")),
        library=text(header.get("library")),
        name=text(header.get("name")),
        sort=text(header.get("sort", "")),
        type=text(header.get("class", "")),
        object=whole(header, "object"),
        spot=_spot(header),
        arguments=tuple(_argument(process, each) for each in arguments),
        value=numbers(header.get("value")),
        behind=wholes(header.get("behind", [])),
        parameters=parameters(said if isinstance(said, dict) else {}),
        seconds=seconds(header.get("seconds")),
    )


def _argument(process: _Process, said: Any) -> Argument:
    if not isinstance(said, dict):
        raise Odd
    number = whole(said, "rows")
    if number and number not in process.rows:
        raise Odd
    columns = said.get("columns")
    return Argument(
        role=text(said.get("role")),
        rows=process.rows.get(number),
        n=whole(said, "n"),
        missing=whole(said, "missing"),
        method=text(said.get("method")),
        via=origins(said.get("via", [])),
        columns=process.columns.get(columns, ()) if isinstance(columns, int) else (),
        digest=text(said.get("digest", "")),
    )


def _spot(header: Mapping[str, Any]) -> Spot:
    return Spot(
        file=text(header.get("file")),
        line=whole(header, "line"),
        function=text(header.get("function", "")),
        cell=whole({"cell": 0, **header}, "cell"),
    )


def _told(name: int, process: _Process) -> Told:
    end = process.end or {"nested": 0, "faults": 0, "fault": "", "full": False}
    return Told(
        process=name,
        frames=len(process.sequences),
        gaps=max(process.sequences, default=-1) + 1 - len(process.sequences),
        ended=process.end is not None,
        forked=process.forked,
        nested=end["nested"],
        faults=end["faults"],
        fault=end["fault"],
        full=end["full"],
    )
