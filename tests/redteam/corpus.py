"""The attacks: small files, each with its id, what it is up to, and how it has to end."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from takehome_graders.evidence import Outcome

HERE = Path(__file__).parent
PRELUDE = (HERE / "prelude.txt").read_text(encoding="utf-8")
BACKENDS = ("docker", "bubblewrap", "bubblewrap without groups", "landlock")
SHADOW = (
    "import builtins\n"
    "builtins.SHADOWED = [*getattr(builtins, 'SHADOWED', []), globals().get('__name__')]\n"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """One attack from inside a box."""

    id: str
    name: str
    intent: str
    expected: Mapping[str, frozenset[Outcome]]
    """By backend."""
    gaps: Mapping[str, str]
    """By backend that is known not to hold it, why."""
    form: str
    beside: tuple[str, ...]
    """Files that lie beside it, each of which says that it was executed."""
    fit_s: float
    probe_s: float
    times: int
    """How many of it sit, half of them at the same time."""
    code: str

    def files(self, facts: Mapping[str, object]) -> dict[str, bytes]:
        """Return the files of the submission, which knows these facts."""
        known = "".join(f"{name} = {value!r}\n" for name, value in facts.items())
        beside = {name: SHADOW.encode() for name in self.beside}
        whole = f"{known}{PRELUDE}\n{self.code}"
        if self.form == "script":
            return {"solution.py": whole.encode(), **beside}
        blank: dict[str, Any] = {"cell_type": "code", "metadata": {}, "outputs": []}
        cells = [
            {**blank, "source": source, "execution_count": number}
            for number, source in enumerate(whole.split("# %%\n"), start=1)
        ]
        document = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        return {"solution.ipynb": json.dumps(document).encode(), **beside}


def _read(path: Path) -> Attack:
    text = path.read_text(encoding="utf-8")
    head = re.match(r"(?:# .*\n)+", text)
    if head is None:
        raise ValueError(f"{path} does not say what it is up to")
    said = [line.removeprefix("# ").partition(": ") for line in head[0].splitlines()]
    told = {key: value for key, _, value in said}
    usual = _outcomes(told["expect"])
    number, _, name = path.stem.partition("-")
    return Attack(
        id=number,
        name=name.replace("-", " "),
        intent=told["intent"],
        expected={
            backend: _outcomes(told[f"expect {backend}"]) if f"expect {backend}" in told else usual
            for backend in BACKENDS
        },
        gaps={each: told[f"gap {each}"] for each in BACKENDS if f"gap {each}" in told},
        form=told.get("form", "script"),
        beside=tuple(word for key, _, value in said if key == "beside" for word in value.split()),
        fit_s=float(told.get("fit_s", 20)),
        probe_s=float(told.get("probe_s", 10)),
        times=int(told.get("times", 1)),
        code=text[head.end() :],
    )


def _outcomes(words: str) -> frozenset[Outcome]:
    return frozenset(Outcome(word) for word in words.split())


ATTACKS = tuple(_read(path) for path in sorted((HERE / "attacks").glob("*.attack")))
HONEST = Attack(
    id="honest",
    name="honest",
    intent="answers what it is asked",
    expected=dict.fromkeys(BACKENDS, frozenset({Outcome.COMPLETED})),
    gaps={},
    form="script",
    beside=(),
    fit_s=60,
    probe_s=60,
    times=1,
    code="",
)
