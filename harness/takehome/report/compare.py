"""Several sittings side by side on one page: what each claims, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome.report.rendering import template
from takehome.report.summary import Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One sitting, and where its report is."""

    reference: str
    """What the page calls it."""
    summary: Summary
    report: str
    """A link, relative to the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A claim and what became of it on the common axis, in percent of its length."""

    prior: float | None
    optimum: float | None
    claimed: float | None
    realised: float | None


def render(rows: Sequence[Row], *, title: str) -> str:
    """Return the page, the most splendid claim first."""
    ordered = sorted(rows, key=lambda row: (-_claimed(row), row.reference))
    reach = _reach(rows)
    ticks = [number * _STEP for number in range(round(reach / _STEP) + 1)]
    return template("compare.html.j2").render(
        title=title,
        headline=headline(rows),
        rows=[(row, row.summary, _span(row.summary, reach)) for row in ordered],
        ticks=[(tick, 100 * tick / reach) for tick in ticks],
    )


def headline(rows: Sequence[Row]) -> str:
    """Return the one sentence that the page is about."""
    claims = [row for row in rows if row.summary.claimed is not None]
    realised = [row for row in rows if row.summary.realised is not None]
    if not claims or not realised:
        return "There is no claim that could be held against what became of it."
    loudest = max(claims, key=_claimed)
    best = max(realised, key=_realised)
    if loudest is best:
        return (
            f"The most splendid claim, {_claimed(best):.2f} by {best.reference}, is also the one"
            f" that realises the most: {_realised(best):.2f}."
        )
    worth = "was never put to the test"
    if loudest.summary.realised is not None:
        worth = f"realises {_realised(loudest):.2f}"
    modest = "claims nothing"
    if best.summary.claimed is not None:
        modest = f"claims {_claimed(best):.2f}"
    return (
        f"The most splendid claim, {_claimed(loudest):.2f} by {loudest.reference}, {worth};"
        f" {best.reference} {modest} and realises {_realised(best):.2f}."
    )


def _claimed(row: Row) -> float:
    return -1.0 if row.summary.claimed is None else row.summary.claimed


def _realised(row: Row) -> float:
    return -1.0 if row.summary.realised is None else row.summary.realised


def _reach(rows: Sequence[Row]) -> float:
    levels = [_STEP]
    for row in rows:
        levels += [min(1.0, _claimed(row)), _realised(row)]
        levels += [w.scale.optimum.average_precision for w in row.summary.windows]
    # The axis ends on a tick, as every level lies within it.
    return next(n * _STEP for n in range(1, 6) if n * _STEP >= max(levels) - 1e-9)


def _span(summary: Summary, reach: float) -> Span:
    near = next((w for w in summary.windows if w.window == "near"), None)
    return Span(
        prior=_percent(near.scale.prior.average_precision if near else None, reach),
        optimum=_percent(near.scale.optimum.average_precision if near else None, reach),
        claimed=_percent(summary.claimed, reach),
        realised=_percent(summary.realised, reach),
    )


def _percent(level: float | None, reach: float) -> float | None:
    return None if level is None else round(100 * min(max(level, 0.0), reach) / reach, 2)
