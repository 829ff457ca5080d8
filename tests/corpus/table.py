"""The examples table of the corpus: narrow, with carriers, entities, time and duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, ndtri

if TYPE_CHECKING:
    from pathlib import Path


CARRIERS = ("distance_km", "session_score", "device_age_days")
NUMBERS = tuple(f"f{at:02d}" for at in range(12))
COUNTS = tuple(f"n{at}" for at in range(5))
CATEGORIES = {"channel": 4, "scheme": 6, "merchant": 900, "region": 24}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The table as a candidate gets it, and what only we know of its rows."""

    frame: pd.DataFrame
    time: NDArray[np.int64]
    entity: NDArray[np.int64]
    twin: NDArray[np.int64]
    """The row that a row repeats, its own number where it repeats none."""

    @property
    def target(self) -> NDArray[np.int64]:
        """The outcomes."""
        return self.frame["is_fraud"].to_numpy(dtype=np.int64)


def make(n: int = 50_000, seed: int = 5) -> Table:
    """Return a table of n rows."""
    rng = np.random.default_rng(seed)
    entity = rng.integers(0, max(n // 12, 2), n)
    time = rng.integers(0, 400 * 86_400, n)
    latent = rng.normal(size=int(entity.max()) + 1)[entity]
    columns: dict[str, object] = {
        "payment_id": 700_000_000 + 7 * rng.permutation(n),
        "card_id": [f"C{number:06d}" for number in entity],
        "paid_at": pd.Timestamp("2024-01-01") + pd.to_timedelta(time, unit="s"),
    }
    for name, scale in zip(CARRIERS, (120.0, 1.0, 900.0), strict=True):
        columns[name] = carrier(rng, n, latent) * scale
    for at, name in enumerate(NUMBERS):
        columns[name] = np.round(rng.normal(size=n) + 0.4 * latent * (at % 3 == 0), 3)
    for name in COUNTS:
        columns[name] = rng.poisson(4, n)
    for name, levels in CATEGORIES.items():
        columns[name] = [f"{name}_{level}" for level in rng.integers(0, levels, n)]
    frame = pd.DataFrame(columns)
    frame.loc[rng.random(n) < 0.06, "f01"] = np.nan
    frame.loc[rng.random(n) < 0.03, "session_score"] = np.nan
    signal = (
        1.1 * latent + 0.8 * frame["f00"] - 0.6 * frame["f03"] + 0.02 * frame["n0"]
        + 0.004 * frame["distance_km"]
    )  # fmt: skip
    rate = expit(signal.to_numpy() - np.quantile(signal, 0.9))
    frame["is_fraud"] = (rng.random(n) < rate).astype(int)
    twin = np.arange(n)
    again = rng.permutation(n)[: n // 50]
    keep = frame.loc[:, ["payment_id", "paid_at", *CARRIERS]].copy()
    source = rng.integers(0, n, len(again))
    frame.loc[again] = frame.loc[source].to_numpy()
    frame[keep.columns] = keep
    frame = frame.infer_objects()
    twin[again] = source
    return Table(frame=frame, time=time, entity=entity, twin=twin)


def carrier(rng: np.random.Generator, n: int, latent: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return values that are unique in double and in single precision, by their ranks."""
    order = np.argsort(np.argsort(0.5 * latent + rng.normal(size=n)))
    return np.asarray(np.round(ndtri((order + 0.25 + 0.5 * rng.random(n)) / n), 9))


def write(table: Table, kit: Path) -> None:
    """Lay the table out as a kit's data folder."""
    (kit / "data").mkdir(parents=True, exist_ok=True)
    table.frame.to_csv(kit / "data" / "payments.csv", index=False)
