"""An attack's sitting, an honest one beside it, and what was seen of both."""

from __future__ import annotations

import os
import re
import resource
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from redteam.canaries import SECRET, Canaries, boxes_left, left, token
from redteam.corpus import HONEST, Attack
from takehome.sandbox.bubblewrap import Bubblewrap
from takehome.sandbox.docker import Docker
from takehome.sandbox.landlock import Landlock
from takehome.sandbox.protocol import Sandbox
from takehome.sandbox.unsafe import Unsafe
from takehome.sitting import Bearing, Terms, paper_of, sit
from takehome.submission import receive
from takehome_datasets.variant import Variant
from takehome_graders.evidence import Evidence, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TERMS = Terms(
    deliverables=("predict", "expected_score"),
    fit_s=20,
    probe_s=10,
    memory_mib=512,
    disk_mib=64,
    processes=64,
)
AT_ONCE = 2
LEFT_S = 2.0
MOST_MEMORY_MIB = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What came of an attack."""

    outcome: Outcome
    message: str
    breaches: tuple[str, ...]
    began: float
    ended: float

    def wrong(self, expected: Iterable[Outcome]) -> list[str]:
        """Return what is not as it has to be."""
        found = [f"breach: {breach}" for breach in self.breaches]
        if self.outcome not in expected:
            found.append(f"it ended as {self.outcome}: {self.message}")
        return found


@dataclass(slots=True, kw_only=True)
class Battle:
    """One backend's."""

    seen: dict[str, Seen] = field(default_factory=dict)
    honest: list[tuple[float, float, list[str]]] = field(default_factory=list)
    """Of every honest sitting, when it began and ended, and what was wrong with it."""
    hits: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    memory_mib: float = 0.0

    def beside(self, attack: str) -> list[str] | None:
        """Return what was wrong with honest sittings beside an attack; None where none was."""
        seen = self.seen[attack]
        those = [
            wrong
            for began, ended, wrong in self.honest
            if began < seen.ended and ended > seen.began
        ]
        return [each for wrong in those for each in wrong] if those else None


def backend(name: str) -> Sandbox:
    """Return a backend by its name in the corpus."""
    match name:
        case "docker":
            return Docker()
        case "bubblewrap":
            return Bubblewrap()
        case "bubblewrap without groups":
            return Bubblewrap(groups=False)
        case "unsafe":
            return Unsafe()
        case _:
            # As inside a plain container, where there are no control groups to write to.
            return Landlock(groups=False)


def fought(name: str, attacks: Iterable[Attack], variant: Variant, folder: Path) -> Battle:
    """Let every attack sit on a backend, two at a time, with honest sittings beside them all."""
    sandbox, battle = backend(name), Battle()
    sandbox.confinement()
    canaries = Canaries.set_out(folder)
    ground = Ground(sandbox=sandbox, variant=variant, folder=folder, canaries=canaries)
    before, over = _memory_mib(), threading.Event()

    def keep_sitting() -> None:
        while not over.is_set():
            seen, evidence = ground.sat(HONEST)
            battle.honest.append((seen.began, seen.ended, ground.harm(seen, evidence)))

    bystander = threading.Thread(target=keep_sitting)
    bystander.start()
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            attacks = tuple(attacks)
            for attack, seen in zip(attacks, pool.map(ground.attacked, attacks), strict=True):
                battle.seen[attack.id] = seen
    finally:
        over.set()
        bystander.join()
        canaries.fly_home()
    battle.hits = canaries.hits
    battle.left = boxes_left()
    battle.memory_mib = _memory_mib() - before
    return battle


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    sandbox: Sandbox
    variant: Variant
    folder: Path
    canaries: Canaries

    def attacked(self, attack: Attack) -> Seen:
        """Let an attack sit, as often as it wants, and sum up what was seen."""
        word = token()
        with ThreadPoolExecutor(2) as pool:
            those = list(pool.map(lambda _: self.sat(attack, word)[0], range(attack.times)))
        worst = max(those, key=lambda one: (len(one.breaches), one.outcome not in attack.expected))
        return replace(worst, breaches=tuple(each for one in those for each in one.breaches))

    def sat(self, attack: Attack, word: str = "") -> tuple[Seen, Evidence]:
        """Let it sit once."""
        own = token()
        facts = {
            "ID": self.variant.key.id_column,
            "TABLE": self.variant.key.table,
            "HOST_PID": os.getpid(),
            "PORT": self.canaries.port,
            "TOKEN": own,
            "WORD": word,
            "CANARY_FILE": str(self.canaries.file),
            "CANARY_FOLDER": str(self.canaries.folder),
            "CANARY_SOCKET": str(self.canaries.folder / "socket"),
        }
        path = self._handed_in(attack, facts, own)
        terms = replace(TERMS, fit_s=attack.fit_s, probe_s=attack.probe_s)
        began = time.monotonic()
        whole = paper_of(self.variant)
        # What is tried on copies of rows is one more of the same to an attack, and takes its time.
        some = tuple(probe for probe in whole.probes if probe.bearing is not Bearing.TRIED)
        paper = replace(whole, probes=some)
        evidence = sit(receive(path), paper, terms, self.sandbox, note=lambda _: None)
        ended = time.monotonic()
        breaches = re.findall(r"^BREACH (.*)$", evidence.log, re.MULTILINE)
        breaches += self._outside(evidence, own)
        if attack is not HONEST:
            # Beside an attack, an honest one would be blamed for what the other did.
            breaches += self.canaries.touched()
        seen = Seen(
            outcome=evidence.ending.outcome,
            message=evidence.ending.message,
            breaches=tuple(breaches),
            began=began,
            ended=ended,
        )
        return seen, evidence

    def harm(self, seen: Seen, evidence: Evidence) -> list[str]:
        """Return what an honest sitting suffered."""
        found = seen.wrong([Outcome.COMPLETED])
        # What it says of a row hangs on its id, which is another one wherever rows come again.
        scored = [evidence.reply(window.name) for window in self.variant.key.windows]
        for reply in scored:
            if reply is not None and not (reply.values == reply.ids % 97 / 97).all():
                found.append(f"its answer to {reply.probe} changed")
        return found

    def _handed_in(self, attack: Attack, facts: Mapping[str, object], own: str) -> Path:
        # The secret is never spelled out: finding one's own code would be no breach.
        known = {**facts, "_SECRET": SECRET[::-1]}
        root = self.folder / own
        for name, content in attack.files(known).items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return root

    def _outside(self, evidence: Evidence, own: str) -> list[str]:
        """Return what the canaries saw."""
        found = []
        if SECRET in repr(evidence):
            found.append("the secret came out")
        if odd := {one for one in evidence.log if one not in "\n\t" and not one.isprintable()}:
            found.append(f"the log holds {sorted(map(ord, odd))}")
        deadline = time.monotonic() + LEFT_S
        while (still := left(own)) and time.monotonic() < deadline:
            time.sleep(0.05)
        return found + still


def _memory_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
