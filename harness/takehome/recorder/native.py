"""The native interfaces of XGBoost and LightGBM: matrices of their own, and `train`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .estimators import predicted
from .hooks import Hooks, around, given
from .plain import numbers, parameters
from .sight import look

if TYPE_CHECKING:
    from types import ModuleType

    from .call import Call
    from .recorder import Recorder

_MATRICES: Final = frozenset({"DMatrix", "QuantileDMatrix", "Dataset"})


def watch(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on what a module of XGBoost's or LightGBM's has of its own."""
    library = module.__name__.partition(".")[0]
    for name in _MATRICES & vars(module).keys():
        found = vars(module)[name]
        if getattr(found, "__module__", "") != module.__name__:
            continue
        hooks.place(found, "__init__", around(_matrix_before, _matrix_after), library)
        for cut in ("slice", "subset"):
            if cut in vars(found):
                hooks.place(found, cut, around(_cut_before, _cut_after), library)
    booster = vars(module).get("Booster")
    if isinstance(booster, type) and booster.__module__ == module.__name__:
        for name in ("predict", "inplace_predict"):
            if name in vars(booster):
                hooks.place(booster, name, around(_predict_before, _predict_after), library)
    for name, after in (("train", _train_after), ("cv", _cv_after)):
        found = vars(module).get(name)
        if getattr(found, "__module__", "") == module.__name__:
            hooks.place(module, name, around(_train_before, after), library)


def _matrix_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    label = given(args, kwargs, 2, "label")
    recorder.take(call, "matrix", [("X", given(args, kwargs, 1, "data")), ("y", label)])


def _matrix_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del kwargs, result
    if call.rows is not None:
        recorder.resolver.identity.learn(args[0], call.rows, tuple(call.via))
    recorder.event(call, "matrix")


def _cut_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    del kwargs
    recorder.take(call, "matrix", [("X", args[0])])


def _cut_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    chosen = look(given(args, kwargs, 1, "rindex", "used_indices"))
    if call.rows is not None and chosen is not None:
        at = np.asarray(chosen.of, dtype=int)
        rows = recorder.resolver.rowsets.of(call.rows.ids[at], call.rows.space)
        recorder.resolver.identity.learn(result, rows, tuple(call.via))
    recorder.event(call, "matrix")


def _train_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    table = given(args, kwargs, 1, "dtrain", "train_set")
    recorder.take(call, "fit", [("X", table), *_judged(call, args, kwargs)])


def _judged(call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[tuple[str, Any]]:
    """Return the sets that a training is watched on, the training's own left out."""
    sets = kwargs.get("evals", kwargs.get("valid_sets"))
    if sets is None and call.library == "xgboost" and len(args) > 3:  # noqa: PLR2004 - where `evals` stands
        sets = args[3]
    if sets is None and call.library == "lightgbm" and len(args) > 3:  # noqa: PLR2004 - where `valid_sets` stands
        sets = args[3]
    own = given(args, kwargs, 1, "dtrain", "train_set")
    if sets is None:
        return []
    listed = list(sets) if isinstance(sets, (list, tuple)) else [sets]
    bare = [each[0] if isinstance(each, tuple) else each for each in listed]
    return [(f"eval{at}", each) for at, each in enumerate(bare[:8]) if each is not own]


def _train_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    call.object = recorder.identify(result)
    settings = given(args, kwargs, 0, "params")
    said = {**(settings if isinstance(settings, dict) else {}), **kwargs}
    if kwargs.get("callbacks"):
        said["early_stopping_callback"] = any(
            "early" in type(each).__name__.lower() for each in kwargs["callbacks"]
        )
    more = {"class": type(result).__name__, "sort": "model", "parameters": parameters(said)}
    recorder.event(call, "fit", more)


def _cv_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    settings = given(args, kwargs, 0, "params")
    said = {**(settings if isinstance(settings, dict) else {}), **kwargs}
    means = [
        key for key in getattr(result, "keys", list)() if "test" in str(key) or "valid" in str(key)
    ]
    value = numbers(list(result[means[0]])[-1]) if means else None
    recorder.event(
        call, "cross", {"class": "Booster", "value": value, "parameters": parameters(said)}
    )


def _predict_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    call.object = recorder.identify(args[0])
    recorder.take(call, "predict", [("X", given(args, kwargs, 1, "data"))])


def _predict_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del kwargs
    predicted(recorder, call, result)
    recorder.event(call, "predict", {"class": type(args[0]).__name__, "sort": "model"})
