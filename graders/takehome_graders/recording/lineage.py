"""Lineage: which call made what another call was given, through the whole of the code."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from takehome_graders.recording.events import Event, Recording

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = tuple[int, int]
"""A process and the number of a call in it."""

FITS: Final = frozenset(
    {"fit", "partial_fit", "fit_transform", "fit_predict", "resample", "search"}
)


PREDICTS: Final = frozenset({"predict", "fit_predict"})
_MOST_BEFORE: Final = 64
"""Calls that one was made from directly: more are somebody's play with numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The calls, what each was made from, and which fits stand behind it."""

    events: Mapping[Key, Event]
    made_by: Mapping[Key, tuple[Key, ...]]
    """For each call, those that made what it was given."""
    fitted_by: Mapping[Key, tuple[Key, ...]]
    """For each call of an object, the fits that had taught it until then."""
    predicted: Mapping[tuple[int, bytes], tuple[Event, ...]]
    """By process and set of rows: the predictions of those rows, in their order."""
    _before: dict[Key, tuple[Event, ...]] = field(default_factory=dict, compare=False, repr=False)

    def ancestors(self, key: Key) -> tuple[Event, ...]:
        """Return every call from which something flowed into this one, the nearest first."""
        if key not in self._before:
            self._before[key] = tuple(self._found_before(key))
        return self._before[key]

    def _found_before(self, key: Key) -> Iterator[Event]:
        seen, open_ = {key}, deque([key])
        while open_:
            at = open_.popleft()
            for before in (*self.made_by.get(at, ()), *self.fitted_by.get(at, ())):
                if before not in seen and before in self.events:
                    seen.add(before)
                    open_.append(before)
                    yield self.events[before]

    def fits(self, key: Key) -> tuple[Event, ...]:
        """Return the fits that taught the object of this call, the call itself if it is one."""
        event = self.events[key]
        own = (event,) if event.what in FITS else ()
        return own or tuple(self.events[each] for each in self.fitted_by.get(key, ()))


def lineage(recording: Recording) -> Lineage:
    """Return the graph of data through the code."""
    events = {(event.process, event.number): event for event in recording.events}
    forked = {told.process for told in recording.told if told.forked}
    made_by, fitted_by = {}, {}
    taught: dict[Key, list[Key]] = {}
    for key in sorted(events):
        event = events[key]
        numbers = [
            number
            for argument in event.arguments
            for number in argument.via
            if number < event.number
        ]
        made_by[key] = tuple(
            dict.fromkeys(_source(events, event.process, number) for number in numbers)
        )[-_MOST_BEFORE:]
        if not event.object:
            continue
        owner = (event.process, event.object)
        above = (0, event.object) if event.process in forked else owner
        if event.what in FITS:
            # A new fit forgets the one before; a partial one adds to it.
            earlier = taught.get(owner, []) if event.what == "partial_fit" else []
            taught[owner] = [*earlier, key]
        else:
            fitted_by[key] = tuple(taught.get(owner) or taught.get(above) or ())
    return Lineage(
        events=events, made_by=made_by, fitted_by=fitted_by, predicted=_predicted(events)
    )


def _predicted(events: Mapping[Key, Event]) -> Mapping[tuple[int, bytes], tuple[Event, ...]]:
    grouped: dict[tuple[int, bytes], list[Event]] = defaultdict(list)
    for (process, _), event in sorted(events.items(), key=lambda each: each[0]):
        rows = event.about() if event.what in PREDICTS else None
        if rows is not None:
            grouped[process, rows.members.tobytes()].append(event)
    return {key: tuple(group) for key, group in grouped.items()}


def _source(events: Mapping[Key, Event], process: int, number: int) -> Key:
    """Return the call of that number, in this process or in the one it was forked from."""
    if number < 0:
        return (0, -number)
    return (process, number) if (process, number) in events else (0, number)
