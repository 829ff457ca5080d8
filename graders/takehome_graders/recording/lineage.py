"""Lineage: which call made what another call was given, through the whole of the code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_graders.recording.events import Event, Recording

if TYPE_CHECKING:
    from collections.abc import Iterator

Key = tuple[int, int]
"""A process and the number of a call in it."""

FITS: Final = frozenset(
    {"fit", "partial_fit", "fit_transform", "fit_predict", "resample", "search"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """The calls, what each was made from, and which fits stand behind it."""

    events: Mapping[Key, Event]
    made_by: Mapping[Key, tuple[Key, ...]]
    """For each call, those that made what it was given."""
    fitted_by: Mapping[Key, tuple[Key, ...]]
    """For each call of an object, the fits that had taught it until then."""

    def ancestors(self, key: Key) -> Iterator[Event]:
        """Give every call from which something flowed into this one, the nearest first."""
        seen, open_ = {key}, [key]
        while open_:
            at = open_.pop(0)
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
        )
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
    return Lineage(events=events, made_by=made_by, fitted_by=fitted_by)


def _source(events: Mapping[Key, Event], process: int, number: int) -> Key:
    """Return the call of that number, in this process or in the one it was forked from."""
    if number < 0:
        return (0, -number)
    return (process, number) if (process, number) in events else (0, number)
