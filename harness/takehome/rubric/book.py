"""All that people said about one sitting, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from takehome.rubric.agreement import Agreement, agreement
from takehome.rubric.anchors import Item, Rubric
from takehome.rubric.entry import Entry, EntryKind

EVERYTHING = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One item of the rubric with what each reader gave it."""

    item: Item
    levels: Mapping[str, Entry]
    """Each reader's last word, by reader."""

    @property
    def spread(self) -> int:
        """How many levels the readers lie apart."""
        values = [round(entry.value or 0) for entry in self.levels.values()]
        return max(values) - min(values) if values else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everything that people said, in the order in which they said it."""

    rubric: Rubric
    entries: tuple[Entry, ...] = ()

    @property
    def readers(self) -> tuple[str, ...]:
        """Return who said something, whoever came first first."""
        return tuple(dict.fromkeys(entry.reader for entry in self.entries))

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """Return every item of the rubric with each reader's last word."""
        return tuple(
            Judgement(item=item, levels=self._last(EntryKind.LEVEL, item.name))
            for item in self.rubric.items
        )

    @property
    def agreements(self) -> tuple[Agreement, ...]:
        """Return how far any two readers agree who judged the same items."""
        readers = [r for r in self.readers if any(r in j.levels for j in self.judgements)]
        pairs = [(a, b) for n, a in enumerate(readers) for b in readers[n + 1 :]]
        found = (agreement(self._levels(a), self._levels(b), (a, b)) for a, b in pairs)
        return tuple(one for one in found if one is not None)

    @property
    def comments(self) -> tuple[Entry, ...]:
        """Return each reader's last comment on each thing."""
        last = {(e.reader, e.about): e for e in self.entries if e.kind is EntryKind.COMMENT}
        return tuple(last.values())

    def overrides(self, criterion: str) -> tuple[Entry, ...]:
        """Return each reader's last override of that criterion."""
        return tuple(self._last(EntryKind.OVERRIDE, criterion).values())

    def last(self, reader: str, kind: EntryKind, about: str) -> Entry | None:
        """Return the reader's last word on something, or None where they never said any."""
        return self._last(kind, about).get(reader)

    def _last(self, kind: EntryKind, about: str) -> dict[str, Entry]:
        return {e.reader: e for e in self.entries if e.kind is kind and e.about == about}

    def _levels(self, reader: str) -> dict[str, int]:
        given = {j.item.name: j.levels.get(reader) for j in self.judgements}
        return {name: round(e.value or 0) for name, e in given.items() if e is not None}
