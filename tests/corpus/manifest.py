"""What every file of the corpus is, by construction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.model_selection import KFold, StratifiedKFold, train_test_split

if TYPE_CHECKING:
    from corpus.table import Table

Parts = Callable[["Table"], tuple[Any, Any]]
"""The rows that the model behind the last claimed evaluation was fitted on, and those it judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One file, what is wrong with it, and which rows its claim really rests on."""

    name: str
    signs: frozenset[str] = frozenset()
    """Empty for a clean one."""
    rows: Parts | None = None
    needs: tuple[str, ...] = ()


def _held(size: float, seed: int, *, stratify: bool = False, train: bool = False) -> Parts:
    def parts(table: Table) -> tuple[Any, Any]:
        everything = np.arange(len(table.frame))
        options = {"train_size": size} if train else {"test_size": size}
        fitted, judged = train_test_split(
            everything, random_state=seed, stratify=table.target if stratify else None, **options
        )
        return fitted, judged

    return parts


def _permuted(seed: int, *cuts: float, legacy: bool = False) -> Parts:
    def parts(table: Table) -> tuple[Any, Any]:
        n = len(table.frame)
        rng = np.random.RandomState(seed) if legacy else np.random.default_rng(seed)
        order = rng.permutation(n)
        return order[: int(cuts[0] * n)], order[int(cuts[-1] * n) :]

    return parts


def _masked(table: Table) -> tuple[Any, Any]:
    mask = np.random.default_rng(3).random(len(table.frame)) < 0.8
    return np.flatnonzero(mask), np.flatnonzero(~mask)


def _last_fold(splitter: Any) -> Parts:
    def parts(table: Table) -> tuple[Any, Any]:
        *_, (fitted, judged) = splitter.split(table.frame, table.target)
        return fitted, judged

    return parts


def _timed(table: Table) -> tuple[Any, Any]:
    stamps = table.frame["paid_at"]
    cut = stamps.quantile(0.8)
    return np.flatnonzero(stamps < cut), np.flatnonzero(stamps >= cut)


def _all(table: Table) -> tuple[Any, Any]:
    everything = np.arange(len(table.frame))
    return everything, everything


_STRATIFIED = StratifiedKFold(5, shuffle=True, random_state=0)

STYLES = (
    Expected(name="s01_pipeline_grid_clean"),
    Expected(name="s01_pipeline_grid_leaky", signs=frozenset({"prepared"})),
    Expected(name="s02_values_scaled_clean", rows=_held(0.2, 42)),
    Expected(name="s02_values_scaled_leaky", signs=frozenset({"prepared"}), rows=_held(0.2, 42)),
    Expected(name="s03_pandas_by_hand_clean", rows=_permuted(1, 0.75, legacy=True)),
    Expected(
        name="s03_pandas_by_hand_leaky",
        signs=frozenset({"by hand"}),
        rows=_permuted(1, 0.75, legacy=True),
    ),
    Expected(name="s04_numpy_by_hand_clean", rows=_masked),
    Expected(name="s04_numpy_by_hand_leaky", signs=frozenset({"by hand"}), rows=_masked),
    Expected(name="s05_smote_clean", rows=_held(0.25, 0, stratify=True)),
    Expected(name="s05_smote_leaky", signs=frozenset({"prepared"})),
    Expected(name="s06_native_boosting_clean", rows=_permuted(0, 0.6, 0.8)),
    Expected(
        name="s06_native_boosting_leaky", signs=frozenset({"stopped"}), rows=_permuted(0, 0.8)
    ),
    Expected(
        name="s07_polars_kfold_clean",
        rows=_last_fold(KFold(4, shuffle=True, random_state=7)),
        needs=("polars",),
    ),
    Expected(
        name="s07_polars_kfold_leaky",
        signs=frozenset({"prepared"}),
        rows=_last_fold(KFold(4, shuffle=True, random_state=7)),
        needs=("polars",),
    ),
    Expected(name="s08_groupby_encoding_clean", rows=_held(0.2, 11)),
    Expected(name="s08_groupby_encoding_leaky", signs=frozenset({"by hand"}), rows=_held(0.2, 11)),
    Expected(name="s09_select_then_cv_clean", rows=_last_fold(_STRATIFIED)),
    Expected(
        name="s09_select_then_cv_leaky", signs=frozenset({"prepared"}), rows=_last_fold(_STRATIFIED)
    ),
    Expected(name="s10_category_encoders_clean", rows=_held(0.7, 5, train=True)),
    Expected(
        name="s10_category_encoders_leaky",
        signs=frozenset({"prepared"}),
        rows=_held(0.7, 5, train=True),
    ),
    Expected(name="s11_plain_numpy_clean", rows=_permuted(2024, 0.7)),
    Expected(name="s11_plain_numpy_leaky", signs=frozenset({"looks"}), rows=_permuted(2024, 0.7)),
    Expected(name="s12_statsmodels_clean", rows=_timed),
    Expected(name="s12_statsmodels_leaky", signs=frozenset({"overlap"}), rows=_all),
    Expected(name="s13_joblib_folds_clean"),
    Expected(name="s13_joblib_folds_leaky", signs=frozenset({"prepared"})),
    Expected(name="s14_oof_early_stopping_clean"),
    Expected(name="s14_oof_early_stopping_leaky", signs=frozenset({"stopped"})),
    Expected(name="s15_own_classes_clean"),
    Expected(name="s15_own_classes_leaky", signs=frozenset({"prepared"})),
    Expected(name="s16_seed_and_search_clean"),
    Expected(name="s16_seed_and_search_leaky", signs=frozenset({"reseeded"})),
    Expected(name="s17_resample_by_hand_clean"),
    Expected(name="s17_resample_by_hand_leaky", signs=frozenset({"overlap"})),
    Expected(name="s18_time_blocks_clean"),
    Expected(name="s18_time_blocks_leaky", signs=frozenset({"stopped"})),
)

BY_HAND = tuple(style.name for style in STYLES if style.signs == {"by hand"})
