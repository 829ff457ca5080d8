"""The examples tables of the sins: each has what one family of sins needs, and nothing besides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd
from scipy.special import expit

from corpus.table import carrier
from samples import a_key
from takehome_datasets.key import Key, NeutralCells, PlantRecord, TrainingRows, Window
from takehome_datasets.variant import Variant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

Kind = Literal["plain", "wide", "repeated", "grouped", "timed", "leaked"]

TABLE = "payments.csv"
LEAKS = ("refund_amount", "ticket_no", "review_minutes")
_NEAR = 300
_STARTS = pd.Timestamp("2024-01-01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A variant made for sins, and what of its rows matters to them."""

    kind: Kind
    variant: Variant

    @property
    def key(self) -> Key:
        """The variant's key."""
        return self.variant.key


def ground(kind: Kind, *, rows: int = 1500, seed: int = 1) -> Ground:
    """Return a table of its kind; one without time or entities says so."""
    rng = np.random.default_rng([seed, len(kind)])
    size = 500 if kind == "wide" else rows
    frame, entity, twin = _frame(rng, kind, size + _NEAR)
    day = np.sort(rng.random(size)) * 300
    if kind == "timed":
        frame["paid_at"] = _STARTS + pd.to_timedelta(
            np.concatenate([day, 300 + np.arange(_NEAR) / 10]), unit="D"
        ).round("s")
    training, near = frame.iloc[:size], frame.iloc[size:]
    key = a_key(
        kit=f"kit-sins-{kind}-{seed}",
        table=TABLE,
        id_column="payment_id",
        outcome_column="is_fraud",
        time_columns=("paid_at",),
        windows=(_window(near),),
        counterfactuals=(),
        plants=tuple(_plants()) if kind == "leaked" else (),
        neutral=tuple(_neutral(training, rng)) if kind == "leaked" else (),
        training=TrainingRows(
            moment=day if kind == "timed" else np.zeros(size),
            entity=entity[:size],
            twin=twin[:size],
            mature=np.ones(size, dtype=np.bool_),
        ),
    )
    content = training.to_csv(index=False).encode()
    return Ground(kind=kind, variant=Variant(kit=key.kit, data={TABLE: content}, key=key))


def _frame(
    rng: np.random.Generator, kind: Kind, n: int
) -> tuple[pd.DataFrame, NDArray[np.int64], NDArray[np.int64]]:
    entity = rng.integers(0, n // 12, n) if kind in {"grouped", "timed"} else np.arange(n)
    latent = rng.normal(size=int(entity.max()) + 1)[entity]
    columns: dict[str, object] = {
        "payment_id": 500_000 + rng.permutation(n),
        "card_id": [f"C{number:06d}" for number in entity],
        "paid_at": pd.Timestamp("2024-01-01")
        + pd.to_timedelta(rng.integers(0, 10**7, n), unit="s"),
        "distance_km": 90.0 + 30 * carrier(rng, n, latent),
        "session_score": carrier(rng, n, latent),
        "device_age_days": 400 + 90 * carrier(rng, n, latent),
    }
    for at in range(8):
        columns[f"f{at:02d}"] = np.round(rng.standard_t(4, size=n), 4)
    columns["n0"], columns["n1"] = rng.poisson(4, n), rng.poisson(2, n)
    columns["channel"] = rng.choice(["web", "app", "desk", "phone"], n)
    columns["region"] = [f"R{number:02d}" for number in rng.integers(0, 12, n)]
    columns["merchant"] = [f"M{number:04d}" for number in rng.integers(0, n // 3, n)]
    if kind == "wide":
        columns |= {f"w{at:03d}": np.round(rng.normal(size=n), 3) for at in range(250)}
    frame = pd.DataFrame(columns)
    signal = 0.9 * frame["f00"] - 0.7 * frame["f03"] + 0.1 * frame["n0"]
    logit = signal.to_numpy() + 1.2 * latent * (kind == "grouped")
    frame["is_fraud"] = (rng.random(n) < expit(logit - np.quantile(logit, 0.8))).astype(int)
    frame.loc[rng.random(n) < 0.05, "f01"] = np.nan
    frame.loc[rng.random(n) < 0.03, "session_score"] = np.nan
    if kind == "leaked":
        frame = _leaking(rng, frame)
    return frame, entity, _repeated(rng, frame, kind)


def _repeated(rng: np.random.Generator, frame: pd.DataFrame, kind: Kind) -> NDArray[np.int64]:
    """Write some rows a second time, with an id and a time of their own."""
    twin = np.arange(len(frame))
    if kind == "repeated":
        half = rng.permutation(len(frame))
        again, source = half[: len(frame) // 4], half[-(len(frame) // 4) :]
        same = [name for name in frame.columns if name not in {"payment_id", "paid_at"}]
        for name in same:
            cells = frame[name].to_numpy(copy=True)
            cells[again] = cells[source]
            frame[name] = cells
        twin[again] = source
    return twin


def _leaking(rng: np.random.Generator, frame: pd.DataFrame) -> pd.DataFrame:
    n, y = len(frame), frame["is_fraud"].to_numpy()
    refunded = rng.random(n) < np.where(y == 1, 0.8, 0.02)
    reviewed = rng.random(n) < np.where(y == 1, 0.7, 0.05)
    tickets = np.argsort(np.argsort(rng.normal(size=n) + 2.5 * y))
    return frame.assign(
        refund_amount=np.where(refunded, np.round(rng.gamma(3, 20, n), 2), np.nan),
        review_minutes=np.where(reviewed, np.round(rng.gamma(3, 5, n), 1), np.nan),
        ticket_no=90_000 + tickets,
    )


def _plants() -> Iterator[PlantRecord]:
    for column in LEAKS:
        yield PlantRecord(
            id=f"leak.{column}",
            kind="leak",
            mechanism="post-outcome",
            table=TABLE,
            columns=(column,),
            story=f"{column} knows the outcome.",
            question=f"When is {column} known?",
        )


def _neutral(frame: pd.DataFrame, rng: np.random.Generator) -> Iterator[NeutralCells]:
    for column in LEAKS:
        cells = frame[column].map(lambda cell: "" if pd.isna(cell) else f"{cell:g}").to_numpy()
        yield NeutralCells(
            plant=f"leak.{column}",
            table=TABLE,
            column=column,
            cells="\n".join(rng.permutation(cells)).encode(),
        )


def _window(near: pd.DataFrame) -> Window:
    n = len(near)
    return Window(
        name="near",
        starts=date(2025, 1, 1),
        ends=date(2025, 2, 1),
        ids=near["payment_id"].to_numpy(dtype=np.int64),
        probability=np.clip(near["is_fraud"].to_numpy(dtype=float), 0.05, 0.95),
        outcome=near["is_fraud"].to_numpy(dtype=np.int8),
        day=np.zeros(n, dtype=np.int32),
        entity=np.arange(n),
        folder={TABLE: near.drop(columns="is_fraud").to_csv(index=False).encode()},
    )
