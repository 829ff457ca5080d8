"""Exporting: a variant written to a folder, partition by partition, as parquet and as CSV.

A partition is a function of the lock and its number. Whoever writes it, and in whatever order, the
values are the same, and so is the hash over them.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import blake2b
from multiprocessing import get_context
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
    from pathlib import Path

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
    made = make_part(lock, number, first=first)
    names = draw_names(made.dirty.lexicon, lock.streams)
    files = Files.of(made.dirty, names=names, streams=lock.streams)
    shared, chosen = lock.world.shared, tuple(formats)
    done = []
    for place, extract in _extracts(files):
        for table in made.dirty.tables:
            if table in shared and number:
                continue
            sheet = files.sheet(table, extract)
            arrow, digest = sheet.hashed()
            stem = _stem(folder, f"{place}/{table}", None if table in shared else number, lock)
            write_table(arrow, stem, chosen, quoted=sheet.needs_quotes())
            done.append(_written(f"{place}/{table}", number, arrow, digest))
    for name in made.clean.calendar.windows:
        arrow = _truth(made, name)
        write_table(arrow, _stem(folder, f"truth/{name}", number, lock), chosen, quoted=False)
        hasher = blake2b(digest_size=20)
        for column in arrow.columns:
            hasher.update(column.to_numpy().tobytes())
        done.append(_written(f"truth/{name}", number, arrow, hasher.digest()))
    return done


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


def _stem(folder: Path, name: str, number: int | None, lock: Lock) -> Path:
    """Return where a partition goes, without its ending: a file, or one of several in a folder."""
    if number is None or lock.parts == 1:
        return folder / name
    return folder / name / f"part-{number:05d}"


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
