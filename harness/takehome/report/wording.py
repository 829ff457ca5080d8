"""Numbers, dates and states as every rendering words them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_graders.evidence import Outcome
from takehome_graders.statuses import Status

if TYPE_CHECKING:
    from datetime import date, datetime

NONE: Final = "—"

_WHOLE: Final = 0.1
"""From here on a probability needs no decimals."""

OUTCOME_TONES: Final = {
    Outcome.COMPLETED: "good",
    Outcome.FAILED: "bad",
    Outcome.TIMED_OUT: "bad",
    Outcome.OUT_OF_MEMORY: "bad",
    Outcome.OVER_LIMIT: "bad",
    Outcome.UNREADABLE: "bad",
    Outcome.CONTRACT_BROKEN: "bad",
    Outcome.ENVIRONMENT: "bad",
    Outcome.INFRASTRUCTURE: "note",
}
STATUS_TONES: Final = {
    Status.CAUGHT: "good",
    Status.LEFT_ALONE: "good",
    Status.MISSED: "note",
    Status.USED: "bad",
    Status.NAMED_BUT_USED: "bad",
    Status.FALSE_ALARM: "bad",
    Status.NOT_REACHED: "plain",
    Status.NOT_JUDGED: "plain",
}
SIGNS: Final = {"strength": "+", "weakness": "−", "note": "·"}  # noqa: RUF001 - a minus sign


def points(value: float | None) -> str:
    """Return points without decimals that nobody could tell apart.

    >>> points(73.482), points(None)
    ('73', '—')
    """
    return NONE if value is None else f"{value:.0f}"


def between(low: float | None, high: float | None) -> str:
    """Return an interval of points.

    >>> between(71.2, 75.9), between(3.6, 4.3), between(40.0, 40.0)
    ('71 to 76', '3.6 to 4.3', 'no spread')
    """
    if low is None or high is None:
        return NONE
    if low == high:
        return "no spread"
    digits = 1 if f"{low:.0f}" == f"{high:.0f}" else 0
    return f"{low:.{digits}f} to {high:.{digits}f}"


def precision(value: float | None) -> str:
    """Return an average precision.

    >>> precision(0.36271), precision(None)
    ('0.363', '—')
    """
    return NONE if value is None else f"{value:.3f}"


def share(value: float) -> str:
    """Return a share in percent.

    >>> share(0.4)
    '40 %'
    """
    return f"{100 * value:.0f} %"


def percent(value: float) -> str:
    """Return a probability in percent, with as many digits as a small one needs.

    >>> percent(0.0312), percent(0.4), percent(0.0004)
    ('3.1 %', '40 %', '0.04 %')
    """
    return f"{100 * value:.2g} %" if value < _WHOLE else f"{100 * value:.0f} %"


def seconds(value: float | None) -> str:
    """Return a duration.

    >>> seconds(0.0512), seconds(12.5)
    ('0.05 s', '12.5 s')
    """
    if value is None:
        return NONE
    return f"{value:.2f} s" if value < 1 else f"{value:.1f} s"


def day(value: date) -> str:
    """Return a date as people read it, whatever the locale.

    >>> from datetime import date
    >>> day(date(2025, 3, 5))
    '5 Mar 2025'
    """
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def moment(value: datetime) -> str:
    """Return a moment to the minute, with its time zone."""
    return f"{day(value)}, {value:%H:%M} {value.tzname() or ''}".rstrip()


_MONTHS: Final = (
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
)
