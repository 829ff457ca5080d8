"""Statsmodels: a model takes rows when it is made, is fitted later, and answers by results."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .estimators import predicted
from .hooks import Hooks, around, given

if TYPE_CHECKING:
    from types import ModuleType

    from .call import Call
    from .recorder import Recorder

_FITS: Final = frozenset({"fit", "fit_regularized", "fit_constrained"})


def watch(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on the models and results that a module of statsmodels defines."""
    for found in list(vars(module).values()):
        if not isinstance(found, type) or found.__module__ != module.__name__:
            continue
        own = vars(found).keys()
        if module.__name__ == "statsmodels.base.model" and found.__name__ == "Model":
            hooks.place(found, "__init__", around(_made_before, _made_after), "statsmodels")
            hooks.place(
                found, "from_formula", around(_formula_before, _formula_after), "statsmodels"
            )
        if any(base.__name__ == "Model" for base in found.__mro__):
            for name in _FITS & own:
                hooks.place(found, name, around(_fit_before, _fit_after), "statsmodels")
        if any(base.__name__ == "Results" for base in found.__mro__) and "predict" in own:
            hooks.place(found, "predict", around(_predict_before, _predict_after), "statsmodels")


def _made_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    features, outcome = given(args, kwargs, 2, "exog"), given(args, kwargs, 1, "endog")
    recorder.take(call, "matrix", [("X", features), ("y", outcome)])


def _made_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del kwargs, result
    if call.rows is not None:
        recorder.resolver.identity.learn(args[0], call.rows, tuple(call.via))
    recorder.event(call, "matrix")


def _formula_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    recorder.take(call, "matrix", [("X", given(args, kwargs, 2, "data"))])


def _formula_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del args, kwargs
    rows = call.rows
    if rows is not None:
        kept = getattr(getattr(result, "data", None), "row_labels", None)
        # Rows with gaps were left out: their labels are positions only where nothing was.
        if kept is None or len(kept) == rows.n:
            recorder.resolver.identity.learn(result, rows, tuple(call.via))
    recorder.event(call, "matrix")


def _fit_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    del kwargs
    call.object = recorder.identify(args[0])
    recorder.take(call, "fit", [("X", args[0])])


def _fit_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del kwargs, result
    recorder.event(call, "fit", {"class": type(args[0]).__name__, "sort": "model"})


def _predict_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    model = getattr(args[0], "model", None)
    call.object = recorder.identify(model)
    table = given(args, kwargs, 1, "exog")
    recorder.take(call, "predict", [("X", model if table is None else table)])


def _predict_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    del kwargs
    predicted(recorder, call, result)
    recorder.event(call, "predict", {"class": type(args[0]).__name__, "sort": "model"})
