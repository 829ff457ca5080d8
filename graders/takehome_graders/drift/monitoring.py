"""What a `monitor` said of a stream of windows, beside what was at work in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.naming import is_kind
from takehome_graders.scale import FULL_POINTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from takehome_datasets.key import Key, PlantRecord, StreamWindow
    from takehome_graders.deliverables import Alarm
    from takehome_graders.evidence import Evidence

_PER_WINDOW: Final = 0.25
"""Of what an alarm in time is worth, that every window costs that goes by without one."""
_ALL_FALSE: Final = 0.5
"""Of the quiet windows: with so many false alarms nobody listens any more."""
_SHARES: Final = {"detection": 0.5, "kind": 0.25, "place": 0.25}


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """How well a monitor watched."""

    windows: int
    answered: int
    delay: int | None
    """Windows that went by from the first one that had drifted to the first alarm; None where no
    alarm came, or nothing ever drifted."""
    drifted: bool
    """Whether anything ever did."""
    false_alarms: int
    quiet: int
    """Windows in which nothing had drifted."""
    kind: bool
    place: bool
    points: float

    @property
    def figures(self) -> Mapping[str, float]:
        """The numbers behind the points."""
        found = {"stream.false_alarms": float(self.false_alarms), "stream.quiet": float(self.quiet)}
        return found | ({"stream.delay": float(self.delay)} if self.delay is not None else {})


def monitoring(key: Key, evidence: Evidence) -> Monitoring:
    """Return how well the monitor watched; a window without an answer had no alarm."""
    said = {alarm.probe: alarm for alarm in evidence.alarms}
    began = next((n for n, window in enumerate(key.stream) if window.plants), None)
    quiet = [window for window in key.stream if not window.plants]
    false = sum(_alarmed(said, window) for window in quiet)
    after = [] if began is None else list(key.stream[began:])
    first = next((n for n, window in enumerate(after) if _alarmed(said, window)), None)
    kind, place = _named(key, said, after, first)
    return Monitoring(
        windows=len(key.stream),
        answered=sum(window.name in said for window in key.stream),
        delay=first,
        drifted=began is not None,
        false_alarms=false,
        quiet=len(quiet),
        kind=kind,
        place=place,
        points=_points(began is not None, first, kind=kind, place=place)
        * max(0.0, 1.0 - (false / len(quiet) / _ALL_FALSE if quiet else 0.0))
        * (1.0 if said else 0.0),
    )


def _points(
    drifted: bool,  # noqa: FBT001 - whether there was anything to detect
    delay: int | None,
    *,
    kind: bool,
    place: bool,
) -> float:
    if not drifted:
        return FULL_POINTS
    if delay is None:
        return 0.0
    detection = max(0.0, 1.0 - _PER_WINDOW * delay)
    return FULL_POINTS * (
        _SHARES["detection"] * detection + _SHARES["kind"] * kind + _SHARES["place"] * place
    )


def _named(
    key: Key, said: Mapping[str, Alarm], after: Sequence[StreamWindow], first: int | None
) -> tuple[bool, bool]:
    if first is None:
        return False, False
    alarm, at_work = said[after[first].name], after[first].plants
    plants = [plant for plant in key.plants if plant.id in at_work]
    kinds = any(is_kind(plant, alarm.kind) or _broadly(plant, alarm.kind) for plant in plants)
    own = {column.casefold() for plant in plants for column in plant.columns}
    where = {column.strip().casefold() for column in alarm.where}
    # Who names every column has named none.
    return kinds, bool(where & own) and len(where - own) <= len(where & own)


def _alarmed(said: Mapping[str, Alarm], window: StreamWindow) -> bool:
    return window.name in said and said[window.name].drifted


def _broadly(plant: PlantRecord, kind: str) -> bool:
    """Return whether a monitor's own word for a kind fits: it knows three, and plants know more."""
    concept = "concept" in plant.mechanism or "prior" in plant.mechanism
    return kind.strip().casefold() == ("concept" if concept else "input")
