"""Exporting: a variant written to a folder, partition by partition, as parquet and as CSV.

A partition is a function of the lock and its number. Whoever writes it, and in whatever order, the
values are the same, and so is the hash over them.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyarrow as pa
import pyarrow.parquet as pq

from takehome_datasets.certify.number_optimum import attainable_number
from takehome_datasets.certify.optimum import PROBABILITY_DECIMALS, attainable
from takehome_datasets.columns import Column
from takehome_datasets.files import Extract, Files
from takehome_datasets.lock import Lock, read_lock
from takehome_datasets.making import Draft, Happened, Risky, make_part
from takehome_datasets.names import draw_names
from takehome_datasets.scene import DAY
from takehome_datasets.tables import Sheet, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from takehome_datasets.scene import Scene

FORMATS: Final = ("csv", "parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One partition of one table, on disk."""

    table: str
    """With the extract it belongs to, such as `data/payments` or `windows/near/payments`."""
    part: int
    rows: int
    digest: str
    """Over its canonical values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """All that was written."""

    tables: tuple[Written, ...]
    content_hash: str
    """Over the canonical values of everything, whatever the formats and their writers."""


def export(
    draft: Draft,
    folder: Path,
    *,
    formats: Iterable[str] = FORMATS,
    workers: int = 1,
    note: Callable[[str], None] | None = None,
) -> Exported:
    """Write a variant to a folder that exists.

    Args:
        draft: Its lock, and the first partition as far as it was made for it.
        folder: Where to.
        formats: Of `csv` and `parquet`.
        workers: How many processes; what they write does not depend on it.
        note: Is told how far it is.

    Raises:
        ChallengeError: A plant does not fit the world.
        OSError: The disk is full, or cannot be written.
    """
    lock = draft.lock
    say = note or (lambda _: None)
    job = _Job(draft=draft, folder=folder, formats=tuple(formats))
    if workers == 1 or lock.parts == 1:
        done = []
        for number in range(lock.parts):
            say(f"writing partition {number + 1} of {lock.parts}")
            done += job.write(number)
    else:
        done = _side_by_side(job, workers, say)
    return Exported(tables=tuple(done), content_hash=_hash_of(done))


@dataclass(slots=True, kw_only=True)
class _Job:
    """What is written, where to, and in which formats."""

    draft: Draft
    folder: Path
    formats: tuple[str, ...]

    def write(self, number: int) -> list[Written]:
        """Write one partition in this process. The one that was kept is let go afterwards."""
        lock, first = self.draft.lock, None if number else self.draft.first
        self.draft = Draft(lock=lock, first=None) if first else self.draft
        return write_part(lock, number, self.folder, formats=self.formats, first=first)


def _side_by_side(job: _Job, workers: int, say: Callable[[str], None]) -> list[Written]:
    """Write all partitions by so many processes, of which this is one."""
    lock = job.draft.lock
    text, parts = lock.text(), range(1, lock.parts)
    with ProcessPoolExecutor(workers - 1, mp_context=get_context("spawn")) as pool:
        waiting = {
            number: pool.submit(_write_from_text, text, number, job.folder, job.formats)
            for number in parts
        }
        say(f"writing {lock.parts} partitions by {workers} processes")
        done = job.write(0)
        # The others take them from the front, this one from the back.
        for number in reversed(parts):
            if waiting[number].cancel():
                done += job.write(number)
        for future in waiting.values():
            if not future.cancelled():
                done += future.result()
    return sorted(done, key=lambda one: one.part)


def write_part(
    lock: Lock,
    number: int,
    folder: Path,
    *,
    formats: Iterable[str] = FORMATS,
    first: Risky | None = None,
) -> list[Written]:
    """Write one partition of every table, as of extraction and of each window, and the truth.

    Raises:
        ChallengeError: A plant does not fit the world.
        OSError: The disk is full, or cannot be written.
    """
    desk = _Desk(lock=lock, number=number, folder=folder, formats=tuple(formats))
    made = make_part(lock, number, first=first)
    done = desk.extracts(made, _extracts)
    for name in made.clean.calendar.windows:
        done.append(desk.truth(made, name))
    if lock.recipe.stream is not None:
        later = make_part(lock, number, streaming=True)
        done += desk.extracts(later, _stream_extracts)
    return done


@dataclass(frozen=True, slots=True, kw_only=True)
class _Desk:
    """Where one partition is written down."""

    lock: Lock
    number: int
    folder: Path
    formats: tuple[str, ...]

    def extracts(
        self, made: Happened, of: Callable[[Files], list[tuple[str, Extract]]]
    ) -> list[Written]:
        """Write the tables of some extracts."""
        names = draw_names(made.dirty.lexicon, self.lock.streams)
        files = Files.of(made.dirty, names=names, streams=self.lock.streams)
        shared = self.lock.world.shared
        done = []
        for place, extract in of(files):
            for table in made.dirty.tables:
                if table not in shared or not self.number:
                    sheet = files.sheet(table, extract)
                    done.append(self._put(f"{place}/{table}", sheet, alone=table in shared))
        return done

    def truth(self, made: Happened, window: str) -> Written:
        """Write what is true of each row of a window."""
        return self._put(f"truth/{window}", _truth(made, window))

    def _put(self, name: str, sheet: Sheet, *, alone: bool = False) -> Written:
        arrow, digest = sheet.hashed()
        stem = self._stem(name, alone=alone)
        repeated = sheet.repeated()
        write_table(arrow, stem, self.formats, quoted=sheet.needs_quotes(), repeated=repeated)
        return Written(table=name, part=self.number, rows=arrow.num_rows, digest=digest.hex())

    def _stem(self, name: str, *, alone: bool = False) -> Path:
        """Return where it goes, without its ending: a file, or one of several in a folder."""
        if alone or self.lock.parts == 1:
            return self.folder / name
        return self.folder / name / f"part-{self.number:05d}"


def _write_from_text(
    text: str, number: int, folder: Path, formats: tuple[str, ...]
) -> list[Written]:
    return write_part(read_lock(text), number, folder, formats=formats)


def _extracts(files: Files) -> list[tuple[str, Extract]]:
    windows = files.scene.calendar.windows
    return [
        ("data", files.training_extract()),
        *((f"windows/{name}", files.window_extract(name)) for name in windows),
    ]


def _stream_extracts(files: Files) -> list[tuple[str, Extract]]:
    return [
        (name.replace(":", "/"), files.stream_extract(name)) for name in files.scene.calendar.stream
    ]


def write_table(
    arrow: pa.Table,
    stem: Path,
    formats: tuple[str, ...],
    *,
    quoted: bool,
    repeated: Sequence[str],
) -> None:
    """Write a table in these formats, in files of that name without their ending.

    Args:
        arrow: What is written.
        stem: Where to, without the ending.
        formats: Of `csv` and `parquet`.
        quoted: Whether some words need quotes in a CSV file.
        repeated: The columns whose words come again and again: the others need no dictionary.

    Raises:
        OSError: The disk is full, or cannot be written.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    if "parquet" in formats:
        pq.write_table(
            arrow,
            stem.with_suffix(".parquet"),
            use_dictionary=list(repeated),
            compression="zstd",
            store_schema=False,
            write_statistics=False,
        )
    if "csv" in formats:
        with stem.with_suffix(".csv").open("wb") as out:
            write_csv(arrow, out, quoted=quoted)


def _truth(made: Happened, window: str) -> Sheet:
    scene = made.clean
    rows = scene.calendar.windows[window].rows
    ids = scene.table.columns[scene.id_column].values[rows]
    columns = (
        Column(name="id", form="count", values=ids),
        *(_of_numbers(scene, rows) if scene.numbers else _of_yes_or_no(scene, rows)),
        Column(name="day", form="count", values=scene.moment[rows] // DAY),
    )
    return Sheet(
        columns=tuple((column.name, column, column.values) for column in columns),
        starts=scene.calendar.starts,
    )


def _of_yes_or_no(scene: Scene, rows: slice) -> Iterator[Column]:
    best, outcome = attainable(scene, rows), scene.truth.happened[rows]
    yield Column(name="probability", form="number", decimals=PROBABILITY_DECIMALS, values=best)
    yield Column(name="outcome", form="count", values=outcome)


def _of_numbers(scene: Scene, rows: slice) -> Iterator[Column]:
    truth = attainable_number(scene, rows)
    for field in fields(truth):
        cells = getattr(truth, field.name)
        yield Column(name=field.name, form="number", decimals=PROBABILITY_DECIMALS, values=cells)


def _hash_of(done: Iterable[Written]) -> str:
    hasher = blake2b(digest_size=20)
    for each in sorted(done, key=lambda one: (one.table, one.part)):
        hasher.update(f"{each.table} {each.part} {each.rows} {each.digest}\n".encode())
    return hasher.hexdigest()
