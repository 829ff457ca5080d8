"""The tables of `answers.toml`, checked key by key.

They are checked here and not by a schema library, because a kit's `check.py` reads answers with
this very module and has nothing but Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from takehome.submission.flaw import one_line
from takehome.toml_lines import line_of
from takehome_datasets.errors import did_you_mean
from takehome_graders.evidence import Answers, NamedDrift, NamedLeak

ANSWERS_FILE = "answers.toml"
MAX_ENTRIES = 100
MAX_NAMES = 50
LONGEST_NAME = 200
LONGEST_TEXT = 2000

KEYS: Mapping[str, tuple[str, ...]] = {
    "validation": ("scheme", "why"),
    "verdict": ("supported", "why"),
    "leaks": ("table", "columns", "column", "kind", "evidence", "action"),
    "drift": ("kind", "where", "since"),
}
"""The tables of the file and their keys; of `leaks` and `drift` there may be many."""
_NEEDED = {"leaks": ("table", "kind"), "drift": ("kind",)}
_VERDICTS = {"supported": "supported", "not-supported": "not-supported", "": ""}
_LARGEST_SHOWN = 10**15


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTables:
    """One reading of the tables, and the problems that it has found so far."""

    lines: Mapping[tuple[str | int, ...], int]
    problems: list[str]

    def read(self, document: Mapping[str, Any]) -> tuple[str | None, Answers]:
        """Return the kit's id and the answers; what cannot be read is empty and a problem."""
        self._check_keys(document, ("kit", *KEYS), ())
        if "kit" not in document:
            self._say((), "there is no kit.", 'Put kit = "…" at the top, as in the template.')
        validation = self._table(document.get("validation", {}), ("validation",))
        verdict = self._table(document.get("verdict", {}), ("verdict",))
        answers = Answers(
            leaks=tuple(
                NamedLeak(
                    table=self._text(leak, "table", path),
                    columns=(
                        *self._names(leak, "columns", path),
                        *self._names(leak, "column", path),
                    ),
                    kind=self._text(leak, "kind", path),
                    evidence=self._text(leak, "evidence", path, limit=LONGEST_TEXT),
                    action=self._text(leak, "action", path, limit=LONGEST_TEXT),
                )
                for path, leak in self._entries(document, "leaks")
            ),
            drift=tuple(
                NamedDrift(
                    kind=self._text(drift, "kind", path),
                    where=self._text(drift, "where", path),
                    since=self._day(drift, "since", path),
                )
                for path, drift in self._entries(document, "drift")
            ),
            validation_scheme=self._text(validation, "scheme", ("validation",), limit=LONGEST_TEXT),
            validation_why=self._text(validation, "why", ("validation",), limit=LONGEST_TEXT),
            verdict=self._verdict(verdict),
            verdict_why=self._text(verdict, "why", ("verdict",), limit=LONGEST_TEXT),
        )
        return self._text(document, "kit", ()) or None, answers

    def _entries(
        self, document: Mapping[str, Any], name: str
    ) -> list[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
        """Return the tables of an array of tables, each with its path."""
        given = document.get(name, [])
        if isinstance(given, dict):
            self._say((name,), f"[{name}] is read as one of many.", f"Write [[{name}]].")
            given = [given]
        if not isinstance(given, list):
            self._wrong((name,), given, f"a list of tables, [[{name}]]")
            return []
        if len(given) > MAX_ENTRIES:
            self._say((name, MAX_ENTRIES), f"only {MAX_ENTRIES} are read.", "Name the gravest.")
        entries: list[tuple[tuple[str | int, ...], Mapping[str, Any]]] = []
        for index, entry in enumerate(given[:MAX_ENTRIES]):
            path = (name, index)
            table = self._table(entry, path)
            if not table:
                continue
            for key in _NEEDED[name]:
                if key not in table:
                    self._say(path, f"the entry has no {key}.", f'Add {key} = "…".')
            if name == "leaks" and not {"column", "columns"} & {*table}:
                self._say(
                    path,
                    "the entry names no columns.",
                    'Add columns = ["…"], or columns = [] where whole rows leak.',
                )
            entries.append((path, table))
        return entries

    def _table(self, given: Any, path: tuple[str | int, ...]) -> Mapping[str, Any]:
        if not isinstance(given, dict):
            self._wrong(path, given, "a table of keys and values")
            return {}
        self._check_keys(given, KEYS[str(path[0])], path)
        return given

    def _check_keys(
        self, given: Mapping[str, Any], known: tuple[str, ...], path: tuple[str | int, ...]
    ) -> None:
        for key in given:
            if key in known:
                continue
            hint = did_you_mean(key, known)
            if not hint and path and key in ("kit", *KEYS):
                hint = " It belongs at the top, before the first table."
            listed = ", ".join(known)
            self._say((*path, key), f"there is no such key.{hint}", f"Known are: {listed}.")

    def _text(
        self,
        table: Mapping[str, Any],
        key: str,
        path: tuple[str | int, ...],
        *,
        limit: int = LONGEST_NAME,
    ) -> str:
        value = table.get(key, "")
        if isinstance(value, str):
            return self._capped(value, (*path, key), limit)
        self._wrong((*path, key), value, "a text in quotes")
        return ""

    def _names(
        self, table: Mapping[str, Any], key: str, path: tuple[str | int, ...]
    ) -> tuple[str, ...]:
        value = table.get(key, [])
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(name, str) for name in values):
            self._wrong((*path, key), value, "a name in quotes, or a list of such names")
            return ()
        if len(values) > MAX_NAMES:
            self._say((*path, key), f"only {MAX_NAMES} names are read.", "Name the gravest.")
        names = (self._capped(name, (*path, key), LONGEST_NAME) for name in values[:MAX_NAMES])
        return tuple(name for name in names if name)

    def _day(self, table: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> str:
        value = table.get(key, "")
        if isinstance(value, date):
            return value.isoformat()
        return self._text(table, key, path)

    def _verdict(self, table: Mapping[str, Any]) -> str:
        value = table.get("supported", "")
        if isinstance(value, bool):
            return "supported" if value else "not-supported"
        path = ("verdict", "supported")
        if not isinstance(value, str):
            self._wrong(path, value, "true or false")
            return ""
        word = re.sub(r"[\s_]+", "-", value.strip().lower())
        if word not in _VERDICTS:
            hint = did_you_mean(word, [verdict for verdict in _VERDICTS if verdict])
            self._say(path, f'"{one_line(value)}" is no verdict.{hint}', "Write true or false.")
        return _VERDICTS.get(word, "")

    def _capped(self, value: str, path: tuple[str | int, ...], limit: int) -> str:
        line = one_line(value, limit=limit + 1)
        if len(line) <= limit:
            return line
        self._say(path, f"only the first {limit} characters are read.", "Shorten it.")
        return one_line(value, limit=limit)

    def _wrong(self, path: tuple[str | int, ...], value: Any, what: str) -> None:
        self._say(path, f"it must be {what}, and is {_in_words(value)}.", "")

    def _say(self, path: tuple[str | int, ...], what: str, mend: str) -> None:
        if len(self.problems) < MAX_ENTRIES:
            key = ".".join(str(part) for part in path if not isinstance(part, int))
            where = f"{ANSWERS_FILE}:{line_of(self.lines, path)}"
            named = f"{where}: {one_line(key)}" if key else where
            self.problems.append(f"{named}: {what} {mend}".rstrip())


def _in_words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > _LARGEST_SHOWN:
        return "a large number"
    if isinstance(value, (int, float)):
        return f"the number {value}"
    for kind, words in ((str, "a text"), (list, "a list"), (dict, "a table")):
        if isinstance(value, kind):
            return words
    return "a date or time"
