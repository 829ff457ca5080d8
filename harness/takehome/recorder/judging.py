"""What judges and what divides: metrics, splitters, cross-validation."""

from __future__ import annotations

import functools
import inspect
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .estimators import predicted
from .hooks import Hooks, around, given
from .plain import numbers, parameters
from .sight import look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

    from .call import Call
    from .recorder import Recorder

_TRUTHS: Final = frozenset({"y_true", "labels_true"})
_CROSS: Final = frozenset(
    {"cross_validate", "cross_val_score", "cross_val_predict", "learning_curve", "validation_curve",
     "permutation_test_score"}
)  # fmt: skip


def watch_metrics(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on all metrics that a module defines."""
    for name, found in list(vars(module).items()):
        if name.startswith("_") or getattr(found, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(found) and _TRUTHS & set(_first_names(found)):
            hooks.place(module, name, around(_metric_before, _metric_after), "sklearn")


def watch_splitters(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on all splitters of a module, and on `train_test_split`."""
    library = module.__name__.partition(".")[0]
    for found in list(vars(module).values()):
        if isinstance(found, type) and found.__module__ == module.__name__:
            watch_splitter(hooks, found, library)
    if "train_test_split" in vars(module):
        hooks.place(module, "train_test_split", _holdout, library)


def watch_splitter(hooks: Hooks, found: type, library: str) -> None:
    """Put a hook on a splitter's own `split`."""
    if "split" in vars(found):
        hooks.place(found, "split", _splitting, library)


def watch_cross(hooks: Hooks, module: ModuleType) -> None:
    """Put hooks on the functions that cross-validate."""
    for name in _CROSS & vars(module).keys():
        hooks.place(module, name, around(_cross_before, _cross_after), "sklearn")


def _first_names(function: Any) -> list[str]:
    return list(inspect.signature(function).parameters)[:2]


def _metric_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    guess = given(args, kwargs, 1, "y_pred", "y_score", "y_proba", "y_prob", "pred_decision")
    recorder.take(call, "metric", [("y_true", given(args, kwargs, 0, "y_true")), ("y_pred", guess)])


def _metric_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    guess = look(given(args, kwargs, 1, "y_pred", "y_score", "y_proba", "y_prob", "pred_decision"))
    behind: list[int] = []
    if guess is not None and call.rows is not None and guess.n == call.rows.n:
        values = guess.column(min(1, guess.width - 1))
        if values is not None and not call.rows.space:
            behind = recorder.resolver.predictions.behind(values, call.rows)
    more = {"behind": behind[-16:], "value": numbers(result), "parameters": parameters(kwargs)}
    recorder.event(call, "metric", more)


def _cross_before(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    call.object = recorder.identify(given(args, kwargs, 0, "estimator"))
    arrays = [
        ("X", given(args, kwargs, 1, "X")),
        ("y", given(args, kwargs, 2, "y")),
        ("groups", kwargs.get("groups")),
    ]
    recorder.take(call, "cross", arrays)


def _cross_after(
    recorder: Recorder, call: Call, args: tuple[Any, ...], kwargs: dict[str, Any], result: Any
) -> None:
    estimator = given(args, kwargs, 0, "estimator")
    value = result
    if isinstance(result, dict):
        value = next((result[key] for key in result if key.startswith("test_")), None)
    if call.name == "cross_val_predict":
        predicted(recorder, call, result)
        value = None
    more = {
        "class": type(estimator).__name__,
        "value": numbers(value),
        "parameters": parameters({**kwargs, "cv": kwargs.get("cv")}),
    }
    recorder.event(call, "cross", more)


def _holdout(
    hooks: Hooks, original: Callable[..., Any], library: str, name: str
) -> Callable[..., Any]:
    recorder = hooks.recorder

    def split(call: Call, arrays: tuple[Any, ...], options: dict[str, Any], n: int) -> Any:
        try:
            # One array more goes through the same partition and tells what it was.
            *parts, train, test = original(*arrays, np.arange(n), **options)
        except Exception:  # noqa: BLE001 - it is raised again, by the call as it was written
            return original(*arrays, **options)
        try:
            recorder.take(call, "split", _roles(arrays))
            chosen = recorder.divided(call, 0, train, test)
            if chosen[0] is not train:
                train, test = chosen
                parts = _cut(arrays, train, test)
            recorder.fold(call, 0, train, test)
            _divided(recorder, call, parts, train, test)
            more = {"parameters": parameters(options), "class": "holdout"}
            recorder.event(call, "split", more)
        except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
            recorder.failed(error)
        return parts

    @functools.wraps(original)
    def hooked(*arrays: Any, **options: Any) -> Any:
        call = recorder.enter(library, name)
        if call is None:
            return original(*arrays, **options)
        try:
            first = look(arrays[0]) if arrays else None
            if first is None:
                return original(*arrays, **options)
            return split(call, arrays, options, first.n)
        finally:
            recorder.leave()

    return hooked


def _cut(arrays: tuple[Any, ...], train: Any, test: Any) -> list[Any]:
    from sklearn.utils import _safe_indexing

    return [_safe_indexing(each, at) for each in arrays for at in (train, test)]


def _roles(arrays: tuple[Any, ...]) -> list[tuple[str, Any]]:
    roles = []
    for at, each in enumerate(arrays):
        sight = look(each)
        roles.append(("X" if sight is not None and sight.width > 1 else f"array{at}", each))
    return roles


def _divided(recorder: Recorder, call: Call, parts: list[Any], train: Any, test: Any) -> None:
    """Learn the rows of the parts that a table was divided into."""
    if call.rows is None:
        return
    for at, part in enumerate(parts):
        ids = call.rows.ids[test if at % 2 else train]
        rows = recorder.resolver.rowsets.of(ids, call.rows.space)
        recorder.resolver.align(part, rows, tuple(call.via))


def _splitting(
    hooks: Hooks, original: Callable[..., Any], library: str, name: str
) -> Callable[..., Any]:
    recorder = hooks.recorder

    @functools.wraps(original)
    def hooked(*args: Any, **kwargs: Any) -> Any:
        outer = recorder.current()
        if outer is not None and recorder.on:
            table = given(args, kwargs, 1, "X")
            return _inner(recorder, outer, table, original(*args, **kwargs))
        call = recorder.enter(library, name)
        if call is None:
            return original(*args, **kwargs)
        try:
            arrays = [
                ("X", given(args, kwargs, 1, "X")),
                ("y", given(args, kwargs, 2, "y")),
                ("groups", given(args, kwargs, 3, "groups")),
            ]
            try:
                recorder.take(call, "split", arrays)
                more = {"parameters": parameters(vars(args[0])), "class": type(args[0]).__name__}
                recorder.event(call, "split", more)
            except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
                recorder.failed(error)
            # What it hands over to the splitter that it is derived from is told once, here.
            call.folded = True
            parts = original(*args, **kwargs)
        finally:
            recorder.leave()
        return _outer(recorder, call, parts)

    return hooked


def _outer(recorder: Recorder, call: Call, parts: Any) -> Iterator[Any]:
    """Give a splitter's partitions, telling each as it is taken."""
    at = 0
    while True:
        with recorder.hushed():
            try:
                part = next(parts)
            except StopIteration:
                return
        yield _told(recorder, call, at, part)
        at += 1


def _inner(recorder: Recorder, call: Call, table: Any, parts: Any) -> Iterator[Any]:
    """Give the partitions of a splitter that a call of the candidate's uses inside.

    Only those of its own rows are told: a model inside may divide what it is given once more.
    """
    sight = look(table)
    first = not call.folded and call.rows is not None
    own = first and (sight is None or sight.n == call.rows.n)
    call.folded = call.folded or own
    for at, part in enumerate(parts):
        yield _told(recorder, call, at, part) if own else part


def _told(recorder: Recorder, call: Call, at: int, part: Any) -> Any:
    """Tell a partition, and return the one to go on with."""
    try:
        train, test = part
        chosen = recorder.divided(call, at, train, test)
        recorder.fold(call, at, *chosen)
    except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
        recorder.failed(error)
        return part
    return part if chosen[0] is train else chosen
