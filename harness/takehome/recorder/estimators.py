"""Estimators: whatever has fit, transform, predict, score or fit_resample, of any library."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .hooks import Hooks, around, given
from .plain import numbers, parameters
from .sight import look

if TYPE_CHECKING:
    from types import ModuleType

    from .call import Call
    from .recorder import Recorder

KINDS: Final = {
    "fit": "fit",
    "partial_fit": "partial_fit",
    "fit_transform": "fit_transform",
    "fit_predict": "fit_predict",
    "fit_resample": "resample",
    "transform": "transform",
    "predict": "predict",
    "predict_proba": "predict",
    "predict_log_proba": "predict",
    "decision_function": "predict",
    "score": "score",
}
_MAKES_TABLES: Final = frozenset({"fit_transform", "transform"})
_LEARNS: Final = frozenset(
    {"fit", "partial_fit", "fit_transform", "fit_predict", "resample", "search"}
)


def watch(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on all estimators that a module defines."""
    library = module.__name__.partition(".")[0]
    for found in list(vars(module).values()):
        if isinstance(found, type) and found.__module__ == module.__name__:
            watch_class(hooks, found, library)


def watch_class(hooks: Hooks, found: type, library: str) -> None:
    """Put hooks on the methods of an estimator's class that are its own."""
    for name in KINDS.keys() & vars(found).keys():
        hooks.place(found, name, around(_before, _after), library)


def _before(recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    this = args[0]
    call.object = recorder.identify(this)
    given_: list[tuple[str, Any]] = [
        ("X", given(args, kwargs, 1, "X", "data")),
        ("y", given(args, kwargs, 2, "y", "target")),
    ]
    if isinstance(given_[1][1], (str, bool, int, float)):
        given_[1] = ("y", None)
    given_.append(("groups", kwargs.get("groups")))
    given_.extend(_eval_sets(kwargs))
    recorder.take(call, _kind(call, this), given_)


def _eval_sets(kwargs: dict[str, Any]) -> list[tuple[str, Any]]:
    sets = kwargs.get("eval_set")
    if sets is None and "X_val" in kwargs:
        sets = [(kwargs["X_val"], kwargs.get("y_val"))]
    if sets is None and "eval_X" in kwargs:
        features, outcomes = kwargs["eval_X"], kwargs.get("eval_y")
        if not isinstance(features, (list, tuple)):
            features, outcomes = [features], [outcomes]
        sets = list(zip(features, outcomes or [None] * len(features), strict=False))
    if isinstance(sets, tuple) and len(sets) == 2 and look(sets[0]) is not None:  # noqa: PLR2004 - features and outcome
        sets = [sets]
    found: list[tuple[str, Any]] = []
    if isinstance(sets, (list, tuple)):
        for at, each in enumerate(sets[:8]):
            if isinstance(each, (list, tuple)) and each:
                found.append((f"eval{at}", each[0]))
                found.append((f"eval{at}y", each[1] if len(each) > 1 else None))
    return found


def _kind(call: Call, this: Any) -> str:
    kind = KINDS[call.name.rpartition(".")[2]]
    return "search" if kind == "fit" and hasattr(this, "refit") and hasattr(this, "cv") else kind


def _after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    this = args[0]
    kind = _kind(call, this)
    more: dict[str, Any] = {"class": type(this).__name__, "sort": _sort(this)}
    match kind:
        case "transform" | "fit_transform":
            _made_table(recorder, call, result)
        case "predict" | "fit_predict":
            predicted(recorder, call, result)
        case "resample":
            _resampled(recorder, call, this, given(args, kwargs, 1, "X"), result)
        case "score":
            more["value"] = numbers(result)
        case "search":
            more["value"] = numbers(getattr(this, "best_score_", None))
            more["candidates"] = len(getattr(this, "cv_results_", {}).get("params", ()))
    if kind in _LEARNS:
        own = getattr(this, "get_params", None)
        listed = own(deep=False) if callable(own) else vars(this)
        more["parameters"] = parameters({**listed, **kwargs})
    recorder.event(call, kind, more)


def _sort(this: Any) -> str:
    """Return what an estimator is for."""
    for name, sort in (
        ("fit_resample", "resampler"),
        ("get_support", "selector"),
        ("predict", "model"),
        ("transform", "transformer"),
    ):
        if hasattr(type(this), name):
            return "pipeline" if hasattr(this, "steps") else sort
    return "other"


def _made_table(recorder: Recorder, call: Call, result: Any) -> None:
    rows = call.rows
    if rows is None:
        return
    resolver = recorder.resolver
    sight = resolver.align(result, rows, (call.number,))
    if sight is None:
        return
    resolver.derived.add(sight, rows, call.number)
    if not rows.space:
        resolver.sheets.add(call.number, sight, rows.ids, call.via)


def predicted(recorder: Recorder, call: Call, result: Any) -> None:
    """Learn the rows of predictions, and their numbers."""
    rows = call.rows
    if rows is None:
        return
    sight = recorder.resolver.align(result, rows, (call.number,))
    if sight is None or sight.width > 64:  # noqa: PLR2004 - classes, not features
        return
    columns = [sight.column(at) for at in range(sight.width)]
    if any(column is None for column in columns):
        return
    recorder.resolver.predictions.add(call.number, rows, np.column_stack(columns))
    recorder.resolver.derived.add(sight, rows, call.number)


def _resampled(recorder: Recorder, call: Call, this: Any, before: Any, result: Any) -> None:
    """Trace what a resampler returned: rows it kept, rows it repeated, and rows it made up."""
    rows, resolver = call.rows, recorder.resolver
    if rows is None or not isinstance(result, tuple):
        return
    old, new = look(before), look(result[0])
    if old is None or new is None:
        return
    chosen = getattr(this, "sample_indices_", None)
    if chosen is not None and len(chosen) == new.n:
        ids = rows.ids[np.asarray(chosen)]
    else:
        ids = _appended(old, new, rows.ids)
    if ids is None:
        resolver.derived.add(old, rows, call.number)
        found = resolver.find(new)
        if found.rows is None:
            return
        kept = found.rows
    else:
        kept = resolver.rowsets.of(ids, rows.space)
    for each in result:
        sight = resolver.align(each, kept, (call.number,))
        if sight is not None and sight.width > 1:
            resolver.derived.add(sight, kept, call.number)
            if not kept.space:
                resolver.sheets.add(call.number, sight, kept.ids, call.via)
    call.arguments.append(
        {
            "role": "made",
            "rows": kept.number,
            "n": kept.n,
            "missing": kept.missing,
            "method": "resampled",
            "via": [],
        }
    )


def _appended(old: Any, new: Any, ids: Any) -> Any:
    """Return the rows where new ones were only added behind the old ones."""
    if new.n < old.n or new.width != old.width:
        return None
    for at in range(min(old.width, 3)):
        mine, its = old.column(at), new.column(at)
        if mine is None or its is None or not np.array_equal(mine, its[: old.n], equal_nan=True):
            return None
    return np.concatenate([ids, np.full(new.n - old.n, -1, dtype=np.int32)])
