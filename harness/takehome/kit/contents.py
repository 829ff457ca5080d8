"""What is in a kit: a function of values, the same bytes for the same values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from takehome.kit.check.facts import Facts
from takehome.kit.check_file import check_file
from takehome.kit.starter import starter_files
from takehome.kit.template import filled

_DELIVERABLES = {
    "predict": (
        "`predict(folder)` reads a folder laid out exactly like `data/`, without outcomes, and "
        "returns one value per row with its id: a Series indexed by id, or a frame of id and value."
    ),
    "expected_score": (
        "`expected_score`, your own estimate of the brief's metric on data that you have not seen, "
        "computed in the run: a number, or `(value, low, high)`."
    ),
    "decide": (
        "`decide(probabilities)` is given the probabilities that your `predict` returned, as a "
        "Series indexed by id, and returns for each whether it is acted on: True or False, as a "
        "Series indexed by id, or as an array or list in the same order."
    ),
    "monitor": (
        "`monitor(folder)` reads a window of production laid out like `data/`, with the outcomes "
        "that were known by its end, and returns a dictionary, or an object, of `drifted` (True or "
        "False), `kind` (a word), `where` (a list of columns) and `since` (a day)."
    ),
    "decision": (
        "`decision`, a dictionary, or an object, of `ship` (True or False), `effect` (a number), "
        "`interval` (low and high) and `flaws` (a list of words), computed in the run."
    ),
}
_COMMANDS = {
    "fit": 'fit = "python train.py --data {data} --model {model}"',
    "predict": 'predict = "python predict.py --model {model} --input {input} --output {output}"',
    "decide": 'decide = "python decide.py --input {input} --output {output}"',
    "monitor": 'monitor = "python monitor.py --model {model} --input {input} --output {output}"',
}
_DECIDES = (
    "\nFor `decide`, `{input}` is a CSV file of `id,value`, and it writes `id,value` with 1 or 0."
)
_VALUES = {
    "expected_score": '"expected_score": 0.4',
    "decision": '"decision": {"ship": false, "effect": 0, "interval": [-1, 1], "flaws": []}',
}
_MONITORS = "\n`monitor` writes its answer as JSON."
_PACKAGE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9._-]*", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """A kit before it is laid out."""

    kit_id: str
    title: str
    brief: str
    """Markdown, rendered for this variant."""
    data: Mapping[str, bytes]
    """The files of `data/`, the dictionary among them, by name."""
    environment: str
    """The text of `environment.txt`: one pinned package a line."""
    id_column: str
    outcome_column: str
    table: str
    """The file of `data/` that holds the examples, such as `payments.csv`."""
    due: date | None
    deliverables: tuple[str, ...]
    """What is asked for, in the order in which it is explained."""
    fit_s: float = 600.0
    """How long an execution may take."""
    probe_s: float = 60.0
    """How long a call of `predict` may take."""


def kit_files(kit: Kit) -> Mapping[str, bytes]:
    """Return the files of the kit's folder, by name.

    Raises:
        KeyError: A deliverable is asked for that no kit explains.
    """
    facts = Facts(
        kit=kit.kit_id,
        title=kit.title,
        table=kit.table,
        id_column=kit.id_column,
        outcome_column=kit.outcome_column,
        deliverables=kit.deliverables,
        packages=tuple(sorted(set(_PACKAGE.findall(kit.environment)))),
        fit_s=kit.fit_s,
        probe_s=kit.probe_s,
    )
    return {
        "BRIEF.md": f"{kit.brief.strip()}\n\n{_handing_in(kit)}".encode(),
        **{f"data/{name}": kit.data[name] for name in sorted(kit.data)},
        "environment.txt": kit.environment.encode(),
        "check.py": check_file(facts).encode(),
        **{f"submission/{name}": content for name, content in starter_files(facts).items()},
    }


def _handing_in(kit: Kit) -> str:
    until = f" by {kit.due.isoformat()}" if kit.due else ""
    asked = "\n".join(f"- {_DELIVERABLES[name]}" for name in kit.deliverables)
    values = {
        "KIT": kit.kit_id,
        "UNTIL": until,
        "DELIVERABLES": asked,
        "COMMANDS": "\n".join(
            command for name, command in _COMMANDS.items() if name in ("fit", *kit.deliverables)
        ),
        "CLAIMS": _claims(kit),
        "DECIDES": _DECIDES if "decide" in kit.deliverables else "",
        "MONITORS": _MONITORS if "monitor" in kit.deliverables else "",
    }
    return filled("handing-in.md", values)


def _claims(kit: Kit) -> str:
    """Return how a command says what a notebook leaves behind as values."""
    said = [value for name, value in _VALUES.items() if name in kit.deliverables]
    printed = f"`{{{', '.join(said)}}}`"
    return f" and prints {printed}, with your own values, as its last line" if said else ""
