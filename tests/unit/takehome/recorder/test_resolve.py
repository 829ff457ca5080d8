from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from takehome.recorder.resolve import Found, Resolver
from takehome.recorder.sight import look

N = 4000


def _ignored(header: dict[str, Any], arrays: dict[str, Any]) -> None:
    del header, arrays


@pytest.fixture
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "id": 900_000 + rng.permutation(N),
            "km": np.round(rng.permutation(N) / N * 7 + 0.0001, 7),
            "age": np.round((rng.permutation(N) + 0.4) / N * 90, 7),
            "level": rng.choice(["a", "b", "c", "d", "e"], N),
            "region": rng.choice(list("pqrstuvw"), N),
            "n": rng.integers(0, 9, N),
            "y": (rng.random(N) < 0.2).astype(int),
        }
    )


@pytest.fixture
def resolver(frame: pd.DataFrame) -> Resolver:
    resolver = Resolver(_ignored, "y")
    sight = look(frame)
    assert sight is not None
    resolver.begin(sight)
    return resolver


def _rows(resolver: Resolver, thing: Any) -> list[int] | None:
    found = _found(resolver, thing)
    return None if found.rows is None else found.rows.ids.tolist()


def _found(resolver: Resolver, thing: Any) -> Found:
    sight = look(thing)
    assert sight is not None
    return resolver.find(sight)


@pytest.fixture
def some() -> Any:
    return np.random.default_rng(3).permutation(N)[:1500]


def test_rows_survive_values_and_single_precision(
    resolver: Resolver, frame: pd.DataFrame, some: Any
) -> None:
    matrix = frame[["n", "km", "age"]].to_numpy(dtype=np.float32)[some]

    assert _rows(resolver, matrix) == some.tolist()


def test_rows_survive_a_new_index_and_a_merge(
    resolver: Resolver, frame: pd.DataFrame, some: Any
) -> None:
    side = pd.DataFrame({"level": list("abcde"), "rate": range(5)})
    moved = frame.iloc[some].reset_index(drop=True)

    merged = moved.merge(side, on="level", how="left")[["rate", "age"]]

    assert _rows(resolver, merged) == some.tolist()


def test_rows_survive_concatenation_and_repetition(resolver: Resolver, frame: pd.DataFrame) -> None:
    positive = frame[frame["y"] == 1]
    more = pd.concat([frame, positive.sample(500, replace=True, random_state=0)], ignore_index=True)

    rows = _rows(resolver, more[["km", "n"]].to_numpy())

    assert rows is not None
    assert rows[:N] == list(range(N))
    assert rows[N:] == positive.sample(500, replace=True, random_state=0).index.tolist()


def test_made_up_rows_belong_to_none(resolver: Resolver, frame: pd.DataFrame) -> None:
    real = frame[["km", "age"]].to_numpy()
    made = (real[:1000] + real[1000:2000]) / 2

    found = _found(resolver, np.vstack([real, made]).astype(np.float32))

    assert found.rows is not None
    assert found.rows.ids[:N].tolist() == list(range(N))
    assert found.rows.missing == 1000


def test_an_index_is_believed_only_as_far_as_values_agree(
    resolver: Resolver, frame: pd.DataFrame, some: Any
) -> None:
    numbered = frame.iloc[some].reset_index(drop=True)

    assert _rows(resolver, frame["y"].iloc[some]) == some.tolist()
    assert _rows(resolver, numbered["y"]) != list(range(len(some)))


def test_words_alone_are_known_once_their_rows_have_been_met(
    resolver: Resolver, frame: pd.DataFrame, some: Any
) -> None:
    _found(resolver, frame["km"].to_numpy()[some])

    words = frame[["level", "region", "n"]].to_numpy()[some]

    assert _rows(resolver, words) == some.tolist()


def test_outcomes_alone_are_known_once_their_rows_have_been_met(
    resolver: Resolver, frame: pd.DataFrame, some: Any
) -> None:
    _found(resolver, frame["km"].to_numpy()[some])

    assert _rows(resolver, frame["y"].to_numpy()[some]) == some.tolist()
    assert _rows(resolver, frame["y"].to_numpy()[some][::-1].copy()) is None


def test_what_was_sorted_in_place_is_not_taken_for_what_it_was(
    resolver: Resolver, frame: pd.DataFrame
) -> None:
    matrix = frame[["km", "age"]].to_numpy(copy=True)
    assert _rows(resolver, matrix) == list(range(N))

    matrix[:] = matrix[::-1].copy()

    assert _rows(resolver, matrix) == list(range(N))[::-1]


def test_a_view_is_known_by_where_it_starts_and_steps(resolver: Resolver) -> None:
    made = np.random.default_rng(0).random((N, 2))
    resolver.align(made, resolver.rowsets.of(np.arange(N)), (4,))

    found = _found(resolver, made[10:200:3, 1])

    assert found.rows is not None
    assert found.rows.ids.tolist() == list(range(10, 200, 3))
    assert found.via == (4,)


def test_what_is_cut_from_a_table_that_a_call_made_is_known(resolver: Resolver, some: Any) -> None:
    made = np.random.default_rng(0).random((N, 3))
    sight = resolver.align(made, resolver.rowsets.of(np.arange(N)), (7,))
    assert sight is not None
    resolver.derived.add(sight, resolver.rowsets.of(np.arange(N)), 7)

    found = _found(resolver, made[some])

    assert found.rows is not None
    assert found.rows.ids.tolist() == some.tolist()
    assert found.via == (7,)


def test_scaled_by_hand_becomes_a_sample_for_the_host(frame: pd.DataFrame, some: Any) -> None:
    told: list[tuple[dict[str, Any], dict[str, Any]]] = []
    resolver = Resolver(lambda header, arrays: told.append((header, arrays)), "y")
    table = look(frame)
    scaled = look(((frame[["km", "age"]] - 3) / 17).to_numpy()[some])
    assert table is not None
    assert scaled is not None
    resolver.begin(table)

    found = resolver.sample(scaled)

    assert resolver.find(scaled).rows is found.rows
    assert [header["kind"] for header, _ in told][-2:] == ["sample", "rows"]
    assert told[-2][1]["values"].shape == (len(some), 2)


def test_flags_cut_from_a_prediction_have_its_rows(resolver: Resolver, some: Any) -> None:
    scores = np.random.default_rng(5).random(len(some))
    resolver.predictions.add(9, resolver.rowsets.of(some), scores)

    found = _found(resolver, scores > 0.4)

    assert found.rows is not None
    assert found.rows.ids.tolist() == some.tolist()
    assert resolver.predictions.behind(scores, found.rows) == [9]
