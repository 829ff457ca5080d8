"""What can be fitted: what its methods do to it and to the rows that it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code.estimates import NO_STATS, Statistic, Stats, Strength
from takehome_graders.code.happenings import Drawn, Fitted, Judged, Validated, Watched
from takehome_graders.code.rows import origin
from takehome_graders.code.splits import folds
from takehome_graders.code.values import Flavour, Value, bag, data, mixed
from takehome_graders.code.vocabulary import (
    ENCODERS,
    FITTING,
    JUDGING,
    RANDOM_MODELS,
    RESAMPLERS,
    SEARCHES,
    SHAPED,
    SHAPING,
    SPLITTERS,
    STATELESS,
)

if TYPE_CHECKING:
    from takehome_graders.code.arguments import Arguments
    from takehome_graders.code.machine import Machine

X_NAMES = ("X", "x", "data", "dtrain", "train_set", "generator", "train_data", "raw_documents")
HELD_NAMES = ("validation_data", "eval_set", "eval_data", "evals", "valid_sets")


def built(machine: Machine, name: str, arguments: Arguments) -> Value:
    """Return a new object of a library's class."""
    flavour = Flavour.FOLDS if SPLITTERS.match(name) else Flavour.MODEL
    fresh = Value(
        flavour=flavour,
        name=name,
        built_with=arguments.positional,
        settings=dict(arguments.named),
    )
    if RANDOM_MODELS.search(name) and not _seeded(arguments):
        machine.happenings.drawn.append(Drawn(what=name, place=machine.place(arguments.node)))
    return fresh


def method(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    """Return what a model's method returns."""
    if base.flavour is Flavour.FOLDS and name == "split":
        return folds(machine, base, arguments)
    if name in {"fit_resample", "fit_sample"}:
        return _resampled(machine, base, arguments)
    if name in FITTING:
        return _fitted(machine, base, name, arguments)
    if name in JUDGING:
        return _judged(machine, base, name, arguments)
    if name in SHAPED:
        return shaped(machine, base, arguments.positional[0] if arguments.positional else None)
    if name == "inverse_transform" and arguments.positional:
        return arguments.positional[0]
    if name.startswith("flow") and arguments.positional:
        return arguments.positional[0].like()
    return base


def record_fit(machine: Machine, base: Value, rows_from: Value, arguments: Arguments) -> Fitted:
    """Note that something was fitted, and forget what it was fitted on before."""
    if rows_from.flavour in {Flavour.DATA, Flavour.UNKNOWN} and not rows_from.all_rows():
        # Whatever it holds, it is the same rows where the same value is met again.
        rows_from.rows = origin(f"fitted {machine.context(arguments.node)}")
    fit = Fitted(
        name=base.name,
        place=machine.place(arguments.node),
        rows=rows_from.all_rows(),
        stats=rows_from.all_stats(),
        shapes=bool(SHAPING.search(base.name)),
        looped=machine.looped,
    )
    base.fits = [fit]
    machine.happenings.fitted.append(fit)
    return fit


def judge(machine: Machine, base: Value, how: str, rows_from: Value, arguments: Arguments) -> None:
    """Note that a fitted model met rows."""
    for fit in base.fits:
        machine.happenings.judged.append(
            Judged(
                fit=fit,
                place=machine.place(arguments.node),
                how=how,
                rows=rows_from.all_rows(),
                stats=rows_from.all_stats(),
                looped=machine.looped,
                answers=machine.uncalled,
            )
        )


def learned(machine: Machine, base: Value, fit: Fitted) -> Stats:
    """Return what a fitted object carries from the rows that it was fitted on."""
    if STATELESS.match(base.name):
        return NO_STATS
    strength = Strength.VOCABULARY if ENCODERS.match(base.name) else Strength.ESTIMATE
    key = (base.name or "fit", fit.place, fit.rows)
    if key not in machine.known:
        machine.known[key] = Statistic(
            what=base.name or "transformer",
            strength=strength,
            rows=fit.rows,
            place=fit.place,
        )
    return frozenset([machine.known[key]]) if fit.rows else NO_STATS


def shaped(machine: Machine, base: Value, given: Value | None) -> Value:
    """Return data as a fitted transformer shapes it."""
    if given is None:
        return Value()
    stats = NO_STATS.union(*(learned(machine, base, fit) for fit in base.fits))
    if not ENCODERS.match(base.name):
        stats = stats.union(*(fit.stats for fit in base.fits))
    fresh = given.like()
    fresh.flavour = Flavour.DATA
    fresh.stats = given.all_stats() | stats
    fresh.columns = {}
    return fresh


def first_rows(arguments: Arguments, base: Value) -> Value | None:
    """Return what a fit is given to learn from."""
    given = arguments.get(0, *X_NAMES)
    if given is not None:
        return given
    held = [each for each in base.built_with if each.all_rows()]
    held += [each for each in base.settings.values() if each.all_rows()]
    return mixed(held) if held else None


def _fitted(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    given = first_rows(arguments, base)
    if given is None:
        return base
    if base.flavour is Flavour.LIBRARY:
        base = Value(flavour=Flavour.MODEL, name=base.name)
    fit = record_fit(machine, base, given, arguments)
    if SEARCHES.search(base.name):
        machine.happenings.validated.append(
            Validated(
                how=base.name,
                place=fit.place,
                rows=fit.rows,
                stats=fit.stats,
                splitter=splitter_of(base.settings.get("cv")),
                grouped=arguments.get(None, "groups") is not None,
            )
        )
    _watched(machine, base, fit, arguments)
    if name in {"fit_transform", "fit_predict"}:
        return shaped(machine, base, given)
    return base


def _watched(machine: Machine, base: Value, fit: Fitted, arguments: Arguments) -> None:
    held = arguments.get(None, *HELD_NAMES)
    if held is None or not held.all_rows():
        return
    named = " ".join([*arguments.named, *base.settings])
    callbacks = arguments.get(None, "callbacks")
    inside = [each.name for each in callbacks.items] if callbacks is not None else []
    stops = "early_stopping" in named or any("arly" in each for each in inside)
    machine.happenings.watched.append(
        Watched(
            place=fit.place,
            rows=first_part(held).all_rows(),
            training=fit.rows,
            stops=stops,
        )
    )


def splitter_of(cv: Value | None) -> str:
    """Return the class of the splitter that `cv` was given."""
    return cv.name if cv is not None and cv.flavour is Flavour.FOLDS else ""


def first_part(held: Value) -> Value:
    """Return the features of `(X, y)` or of a list of such pairs."""
    while held.flavour is Flavour.BAG and held.items:
        held = held.items[-1] if held.items[-1].flavour is Flavour.BAG else held.items[0]
    return held


def _judged(machine: Machine, base: Value, name: str, arguments: Arguments) -> Value:
    given = arguments.get(0, *X_NAMES, "exog", "test_data", "documents")
    if given is None:
        return Value()
    judge(machine, base, name, given, arguments)
    fresh = data(given.all_rows(), given.all_stats())
    if base.fits and base.fits[-1].shapes:
        fresh = shaped(machine, base, given)
    return fresh


def _resampled(machine: Machine, base: Value, arguments: Arguments) -> Value:
    given = arguments.get(0, "X", "x")
    if given is None:
        return Value()
    stats: Stats = NO_STATS
    if RESAMPLERS.search(base.name):
        stats = machine.statistic(base.name, given.all_rows(), arguments.node, Strength.COPIES)
    outcome = arguments.get(1, "y")
    return bag(
        each.like(stats=each.stats | stats, flavour=Flavour.DATA)
        for each in (given, outcome if outcome is not None else given)
    )


def _seeded(arguments: Arguments) -> bool:
    names = {"random_state", "seed", "random_seed"}
    return any(
        name in names and each.constant is not None for name, each in arguments.named.items()
    )


def trained(machine: Machine, name: str, arguments: Arguments) -> Value:
    """Return the model that a native `train(params, data, …)` makes."""
    given = arguments.get(1, "dtrain", "train_set", "dtrain_data")
    base = Value(flavour=Flavour.MODEL, name=name, settings=dict(arguments.named))
    if given is None:
        return base
    fit = record_fit(machine, base, given, arguments)
    _watched(machine, base, fit, arguments)
    return base
