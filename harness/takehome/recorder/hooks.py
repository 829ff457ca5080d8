"""Hooks: functions of ours in the place of a library's, and a list of where they stand.

A hook calls what it replaced with what it was given and returns what that returned; whatever goes
wrong in our part is counted and forgotten.
"""

from __future__ import annotations

import contextlib
import functools
import types
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Call
    from .recorder import Recorder

    Before = Callable[[Recorder, Call, tuple[Any, ...], dict[str, Any]], None]
    After = Callable[[Recorder, Call, tuple[Any, ...], dict[str, Any], Any], None]
    Maker = Callable[["Hooks", Callable[..., Any], str, str], Callable[..., Any]]


_PREDICTIONS: Final = frozenset(
    {"predict", "predict_proba", "decision_function", "inplace_predict"}
)


class Placed(NamedTuple):
    """One hook, and where it stands."""

    owner: Any
    name: str
    hook: Any


class Hooks:
    """All hooks of a process."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self._placed: dict[tuple[int, str], Placed] = {}
        self._missed: set[tuple[int, str]] = set()

    def __len__(self) -> int:
        return len(self._placed)

    def place(self, owner: Any, name: str, make: Maker, library: str) -> None:
        """Put a hook in the place of a class's or a module's function."""
        found = vars(owner).get(name)
        label = name if isinstance(owner, types.ModuleType) else f"{owner.__name__}.{name}"
        wrapper = type(found) if isinstance(found, (classmethod, staticmethod)) else None
        function = found.__func__ if wrapper else found
        lazily = getattr(type(found), "__name__", "") == "_AvailableIfDescriptor"
        if lazily:
            function = found.fn
        if not isinstance(function, types.FunctionType) or hasattr(function, "__recorded__"):
            return
        hook = make(self, function, library, label)
        hook.__recorded__ = True  # type: ignore[attr-defined]  # how a hook is told from what it replaced
        if lazily:
            found.fn = hook
            self._placed[id(found), "fn"] = Placed(found, "fn", hook)
            return
        standing = wrapper(hook) if wrapper else hook
        try:
            setattr(owner, name, standing)
        except (AttributeError, TypeError):
            return
        self._placed[id(owner), name] = Placed(owner, name, standing)

    def missed(self) -> list[str]:
        """Return which hooks are no longer where they were put, each only once."""
        gone = []
        for key, placed in list(self._placed.items()):
            if vars(placed.owner).get(placed.name) is not placed.hook and key not in self._missed:
                self._missed.add(key)
                owner = getattr(placed.owner, "__qualname__", None) or getattr(
                    placed.owner, "__name__", "?"
                )
                gone.append(f"{owner}.{placed.name}")
        return gone


def around(before: Before, after: After) -> Maker:
    """Return how to make a hook that looks at a call before it and after it."""

    def make(
        hooks: Hooks, original: Callable[..., Any], library: str, name: str
    ) -> Callable[..., Any]:
        recorder = hooks.recorder
        enter, leave = recorder.enter, recorder.leave
        is_prediction = name.rpartition(".")[2] in _PREDICTIONS

        @functools.wraps(original)
        def hooked(*args: Any, **kwargs: Any) -> Any:
            call = enter(library, name)
            if call is None:
                result = original(*args, **kwargs)
                if recorder.answers and is_prediction:
                    with contextlib.suppress(Exception):
                        recorder.answer(name, result)
                return result
            try:
                try:
                    before(recorder, call, args, kwargs)
                except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
                    recorder.failed(error)
                result = original(*args, **kwargs)
                try:
                    after(recorder, call, args, kwargs, result)
                except Exception as error:  # noqa: BLE001 - as above
                    recorder.failed(error)
                return result
            finally:
                leave()

        return hooked

    return make


def given(args: tuple[Any, ...], kwargs: dict[str, Any], at: int, *names: str) -> Any:
    """Return an argument by its position or by one of its names, or None."""
    if at < len(args):
        return args[at]
    for name in names:
        if name in kwargs:
            return kwargs[name]
    return None
