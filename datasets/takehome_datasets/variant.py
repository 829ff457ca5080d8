"""A variant: one challenge with one seed, which is exactly one kit and one key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.counterfactuals import counterfactuals
from takehome_datasets.files import Files
from takehome_datasets.identity import content_hash, kit_id
from takehome_datasets.judged import Judged, judged, leaks
from takehome_datasets.key import Key, PlantRecord, Window
from takehome_datasets.making import Draft, Happened, freeze, make_part
from takehome_datasets.names import draw_names, render
from takehome_datasets.production import stream_windows
from takehome_datasets.scene import DAY, Scene
from takehome_datasets.streams import Streams
from takehome_datasets.together import together
from takehome_datasets.training import training_rows
from takehome_datasets.twins.neutral import neutral_cells
from takehome_datasets.worlds import find_world

__all__ = ["Happened", "Variant", "happen", "make_variant", "since_token"]

if TYPE_CHECKING:
    from takehome_datasets.certify.norm import Norm
    from takehome_datasets.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What the candidate receives of the data, and what the graders keep."""

    kit: str
    """The kit's public id."""
    data: Mapping[str, bytes]
    """The files of the kit's `data/` folder, by name."""
    key: Key


def make_variant(
    recipe: Recipe, *, seed: bytes, note: Callable[[str], None] | None = None
) -> Variant:
    """Return the variant that belongs to a recipe and a seed.

    Args:
        recipe: What decides it, apart from the seed.
        seed: A secret: who has it can make the key.
        note: Is told what is being done, a few words at a time.

    Raises:
        ChallengeError: The recipe cannot be made into a variant; the message says what would do.
    """
    say = note or (lambda _: None)
    streams = Streams(root=seed)
    say("simulating the world")
    draft = freeze(recipe, streams)
    made = _all_of(draft)
    dirty, records = made.dirty, made.records
    names = draw_names(dirty.lexicon, streams)
    say("writing the tables")
    files = Files.of(dirty, names=names, streams=streams)
    found = judged(made, recipe.costs, say)
    # Two seconds of imports that nobody should pay who only wants to read a key.
    from takehome_datasets.certify.norm import find_norm

    norm = find_norm(recipe)
    calendar = dirty.calendar
    kit = kit_id(streams)
    for record in records:
        if record.since is not None:
            names[since_token(record.id)] = record.since.isoformat()
    key = Key(
        kit=kit,
        challenge=recipe.challenge,
        version=recipe.version,
        content_hash="",
        metric=found.metric,
        table=f"{dirty.examples}.csv",
        id_column=names[dirty.id_column],
        outcome_column=names[dirty.outcome_column],
        time_columns=tuple(
            names[column]
            for column in dirty.pinned
            if dirty.table.columns[column].form in ("moment", "day")
        ),
        names=names,
        plants=tuple(_told(record, names, norm) for record in records),
        windows=tuple(_window(dirty, name, found, files) for name in calendar.windows),
        counterfactuals=counterfactuals(
            dirty, leaks(made), window="near", names=names, streams=streams
        ),
        scales=found.scales,
        number_scales=found.number_scales,
        training_ends=calendar.date_of(calendar.training.end),
        training=training_rows(dirty, _carrier(recipe)),
        costs=recipe.costs,
        stream=stream_windows(draft.lock, names),
        neutral=neutral_cells(made, files, streams),
    )
    data = files.training()
    return Variant(kit=kit, data=data, key=replace(key, content_hash=content_hash((data, key))))


def _carrier(recipe: Recipe) -> str:
    return find_world(recipe.world, place=recipe.challenge).carriers[0]


def since_token(plant: str) -> str:
    """Return the word for which a rendered text has the day on which a plant begins.

    >>> since_token("drift.amount-eur")
    'SINCE_DRIFT_AMOUNT_EUR'
    """
    return "SINCE_" + plant.upper().replace(".", "_").replace("-", "_")


def happen(recipe: Recipe, streams: Streams) -> Happened:
    """Return the world of a recipe with all that was planted in it, and the whole truth.

    Raises:
        ChallengeError: The recipe cannot be made into a world; the message says what would do.
    """
    return _all_of(freeze(recipe, streams))


def _all_of(draft: Draft) -> Happened:
    lock = draft.lock
    made = [make_part(lock, number, first=draft.first) for number in range(lock.parts)]
    return together(made)


def _told(record: PlantRecord, names: Mapping[str, str], norm: Norm | None) -> PlantRecord:
    """Return a record in the variant's names, with what its plant costs over all variants."""
    return replace(
        record,
        price=norm.prices.get(record.id) if norm else None,
        bait=norm.baits.get(record.id) if norm else None,
        columns=tuple(names.get(column, column) for column in record.columns),
        story=render(record.story, names),
        question=render(record.question, names),
    )


def _window(scene: Scene, name: str, found: Judged, files: Files) -> Window:
    stretch = scene.calendar.windows[name]
    return Window(
        name=name,
        starts=scene.calendar.date_of(stretch.first),
        ends=scene.calendar.date_of(stretch.end),
        ids=scene.table.columns[scene.id_column].values[stretch.rows].astype(np.int64),
        probability=found.probabilities.get(name, np.empty(0)),
        outcome=np.empty(0, dtype=np.int8)
        if scene.numbers
        else scene.truth.happened[stretch.rows].astype(np.int8),
        number=found.numbers.get(name),
        day=(scene.moment[stretch.rows] // DAY).astype(np.int32),
        entity=scene.entity[stretch.rows],
        folder=files.window(name),
    )
