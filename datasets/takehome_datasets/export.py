"""Exporting: a variant written to a folder, partition by partition, as parquet and as CSV.

A partition is a function of the lock and its number. Whoever writes it, and in whatever order, the
values are the same, and so is the hash over them.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from takehome_datasets.certify.optimum import attainable
from takehome_datasets.files import Extract, Files
from takehome_datasets.lock import Lock, read_lock
from takehome_datasets.making import Draft, Happened, Risky, make_part
from takehome_datasets.names import draw_names
from takehome_datasets.scene import DAY
from takehome_datasets.tables import write_csv

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

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
    lock, chosen = draft.lock, tuple(formats)
    say = note or (lambda _: None)
    done: list[Written] = []
    if workers == 1 or lock.parts == 1:
        first = draft.first
        for number in range(lock.parts):
            say(f"writing partition {number + 1} of {lock.parts}")
            done += write_part(lock, number, folder, formats=chosen, first=first)
            first = None
    else:
        text = lock.text()
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            jobs = [
                pool.submit(_write_from_text, text, number, folder, chosen)
                for number in range(lock.parts)
            ]
            for number, job in enumerate(jobs):
                say(f"writing partition {number + 1} of {lock.parts}")
                done += job.result()
    return Exported(tables=tuple(done), content_hash=_hash_of(done))


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
                if table in shared and self.number:
                    continue
                sheet = files.sheet(table, extract)
                arrow, digest = sheet.hashed()
                stem = self._stem(f"{place}/{table}", alone=table in shared)
                write_table(arrow, stem, self.formats, quoted=sheet.needs_quotes())
                done.append(_written(f"{place}/{table}", self.number, arrow, digest))
        return done

    def truth(self, made: Happened, window: str) -> Written:
        """Write what is true of each row of a window."""
        arrow = _truth(made, window)
        write_table(arrow, self._stem(f"truth/{window}"), self.formats, quoted=False)
        hasher = blake2b(digest_size=20)
        for column in arrow.columns:
            hasher.update(column.to_numpy().tobytes())
        return _written(f"truth/{window}", self.number, arrow, hasher.digest())

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


def write_table(arrow: pa.Table, stem: Path, formats: tuple[str, ...], *, quoted: bool) -> None:
    """Write a table in these formats, in files of that name without their ending.

    Raises:
        OSError: The disk is full, or cannot be written.
    """
    stem.parent.mkdir(parents=True, exist_ok=True)
    if "parquet" in formats:
        words = [field.name for field in arrow.schema if pa.types.is_string(field.type)]
        # Dictionaries of floats cost time and save nothing.
        pq.write_table(
            arrow,
            stem.with_suffix(".parquet"),
            use_dictionary=words,
            compression="zstd",
            store_schema=False,
            write_statistics=False,
        )
    if "csv" in formats:
        with stem.with_suffix(".csv").open("wb") as out:
            write_csv(arrow, out, quoted=quoted)


def _written(table: str, number: int, arrow: pa.Table, digest: bytes) -> Written:
    return Written(table=table, part=number, rows=arrow.num_rows, digest=digest.hex())


def _truth(made: Happened, window: str) -> pa.Table:
    scene: Scene = made.clean
    rows = scene.calendar.windows[window].rows
    columns: Mapping[str, Any] = {
        "id": scene.table.columns[scene.id_column].values[rows].astype(np.int64),
        "probability": attainable(scene, rows),
        "outcome": scene.truth.happened[rows].astype(np.int8),
        "day": (scene.moment[rows] // DAY).astype(np.int32),
    }
    return pa.table(dict(columns))


def _hash_of(done: Iterable[Written]) -> str:
    hasher = blake2b(digest_size=20)
    for each in sorted(done, key=lambda one: (one.table, one.part)):
        hasher.update(f"{each.table} {each.part} {each.rows} {each.digest}\n".encode())
    return hasher.hexdigest()
