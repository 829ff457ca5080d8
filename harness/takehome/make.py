"""Making a variant for the author of a challenge: its data, with the key in clear beside it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from takehome.kit.folder import new_folder
from takehome_datasets.certify.certificate import Certificate
from takehome_datasets.clear import as_markdown, in_clear
from takehome_datasets.errors import ChallengeError
from takehome_datasets.export import FORMATS, Exported, export
from takehome_datasets.files import Files
from takehome_datasets.identity import kit_id
from takehome_datasets.making import Draft, freeze, make_part
from takehome_datasets.names import draw_names
from takehome_datasets.recipe import Recipe
from takehome_datasets.streams import Streams

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


SCHEMA: Final = "takehome/variant@1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an author asks for."""

    recipe: Recipe
    seed: str
    """Any text; a candidate's variant has a secret one."""
    formats: tuple[str, ...] = FORMATS
    workers: int = 1
    certify: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made."""

    exported: Exported
    manifest: dict[str, Any]
    certificate: Certificate | None


def resized(recipe: Recipe, rows: int | None) -> Recipe:
    """Return a recipe with so many rows, and windows in proportion.

    Raises:
        ChallengeError: There are too few of them.
    """
    if rows is None:
        return recipe
    if rows < 1:
        raise ChallengeError(f"--rows {rows}: there must be some")
    times, stream = rows / recipe.rows, recipe.stream
    if stream is not None:
        stream = replace(stream, window_rows=round(stream.window_rows * times))
    return replace(recipe, rows=rows, window_rows=round(recipe.window_rows * times), stream=stream)


def make(order: Order, folder: Path, *, note: Callable[[str], None]) -> Made:
    """Write a variant and its key to a folder that gets its name when all of it is there.

    Raises:
        ChallengeError: The recipe cannot be made into a variant; the message says what would do.
        FolderTaken: Something is there already.
        OSError: The disk is full, or cannot be written.
    """
    seed = hashlib.blake2b(order.seed.encode(), digest_size=32, person=b"takehome make").digest()
    note("solving for prevalence and optimum")
    draft = freeze(order.recipe, Streams(root=seed))
    with new_folder(folder) as partial:
        exported = export(draft, partial, formats=order.formats, workers=order.workers, note=note)
        manifest = _manifest(draft, exported)
        _describe(draft, partial)
        certificate = _certificate(order.recipe, seed, note) if order.certify else None
        if certificate:
            _put(partial / "certificate.txt", _told(certificate))
        # Last: a folder with a manifest is whole.
        _put(partial / "manifest.json", json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    return Made(exported=exported, manifest=manifest, certificate=certificate)


def _manifest(draft: Draft, exported: Exported) -> dict[str, Any]:
    lock = draft.lock
    return {
        "schema": SCHEMA,
        "kit": kit_id(lock.streams),
        "challenge": lock.recipe.challenge,
        "version": lock.recipe.version,
        "rows": lock.recipe.rows,
        "parts": lock.parts,
        "lock": lock.digest(),
        "content_hash": exported.content_hash,
        "tables": [
            {"table": one.table, "part": one.part, "rows": one.rows, "hash": one.digest}
            for one in exported.tables
        ],
    }


def _describe(draft: Draft, folder: Path) -> None:
    """Write the lock, the data dictionary and the key in clear."""
    lock = draft.lock
    made = make_part(lock, 0, first=draft.first)
    names = draw_names(made.dirty.lexicon, lock.streams)
    files = Files.of(made.dirty, names=names, streams=lock.streams)
    clear = in_clear(made, names)
    _put(folder / "lock.json", lock.text() + "\n")
    _put(folder / "data" / "dictionary.md", files.dictionary().decode())
    _put(folder / "key.json", json.dumps(clear, indent=2, ensure_ascii=False) + "\n")
    _put(folder / "key.md", as_markdown(clear))


def _certificate(recipe: Recipe, seed: bytes, note: Callable[[str], None]) -> Certificate:
    # Fits models: seconds of imports that nobody should pay who only wants data.
    from takehome_datasets.certify.certificate import certify
    from takehome_datasets.certify.norm import find_norm

    note("certifying")
    return certify(recipe, seed=seed, norm=find_norm(recipe))


def _told(certificate: Certificate) -> str:
    from takehome_datasets.certify.certificate import as_text

    return as_text(certificate)


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
