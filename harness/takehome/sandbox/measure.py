"""What a sandbox enforces on this machine: tried, not guessed.

The trials of `facts` are made once after every start of the machine, and again when anything is
different that could matter: the kernel, the sandbox's version, the engine, the user, the trials.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from takehome.sandbox import environment, words
from takehome.sandbox.facts import CHECKS, Check
from takehome.sandbox.protocol import (
    BoxClosed,
    DeadlinePassed,
    SandboxMissing,
    SandboxTrouble,
)
from takehome.sandbox.trial import NotConforming
from takehome_graders.evidence import Confinement

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from takehome.sandbox.protocol import Sandbox

_AT_ONCE: Final = 3
_TRIALS: Final = ("facts.py", "inside.py", "trial.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a sandbox says of itself that cannot be tried from inside."""

    version: str
    image: str
    calls: str
    """The name of its filter of system calls."""
    ways: str = ""
    """Whatever else makes a difference to what it enforces, such as which engine."""


def measured(
    sandbox: Sandbox, claims: Claims, *, note: Callable[[str], None] = lambda _: None
) -> Confinement:
    """Return what was seen to be enforced, having tried it where that was not done yet.

    Raises:
        SandboxMissing: What makes a sandbox one does not hold here.
        SandboxTrouble: It failed.
    """
    path = environment.cache_folder() / f"measured-{_key(sandbox, claims)}.json"
    try:
        seen: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        note(f"measuring what {sandbox.name} enforces on this machine")
        seen = tried(sandbox)
        _keep(path, seen)
    _refuse(sandbox, seen)
    enforced = [word for word in words.LIMITED if _holds(word, seen)]
    missing = [word for word in words.LIMITED if word not in enforced]
    if words.MEMORY in missing and _holds(words.MEMORY_EACH, seen):
        enforced.append(words.MEMORY_EACH)
    return Confinement(
        sandbox=sandbox.name,
        version=claims.version,
        image=claims.image,
        enforced=tuple(
            f"{word} ({claims.calls})" if word == words.CALLS else word for word in enforced
        ),
        not_enforced=tuple(missing),
    )


def tried(sandbox: Sandbox, checks: tuple[Check, ...] = CHECKS) -> dict[str, str]:
    """Return for every fact what was seen where it does not hold, else an empty text.

    Raises:
        SandboxMissing: It cannot be used here.
        SandboxTrouble: It failed.
    """
    busy = tuple(check for check in checks if check.word == words.CPU)
    others = [check for check in checks if check not in busy]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        found = dict(
            zip(
                (check.fact for check in others),
                pool.map(lambda check: _seen(check, sandbox), others),
                strict=True,
            )
        )
    # How much of the processors a box gets is nothing to ask while others are at work.
    return found | {check.fact: _seen(check, sandbox) for check in busy}


def _seen(check: Check, sandbox: Sandbox) -> str:
    seen = ""
    for _ in range(2):
        # A machine that is busy elsewhere may have been too slow: what fails twice does not hold.
        try:
            check.holds(sandbox)
        except (NotConforming, BoxClosed, DeadlinePassed) as breach:
            seen = f"{type(breach).__name__}: {breach}"[:1000]
        else:
            return ""
    return seen


def _holds(word: str, seen: Mapping[str, str]) -> bool:
    facts = [check.fact for check in CHECKS if check.word == word]
    return all(seen.get(fact, "not tried") == "" for fact in facts)


def _refuse(sandbox: Sandbox, seen: Mapping[str, str]) -> None:
    for check in CHECKS:
        wrong = seen.get(check.fact, "not tried")
        if wrong and not check.word:
            raise SandboxTrouble(
                f"{sandbox.name} does not work on this machine: it is not so that it"
                f" {check.fact} ({wrong})."
            )
        if wrong and check.word in words.VITAL:
            raise SandboxMissing(
                f'{sandbox.name} does not hold "{check.word}" on this machine: it is not so that'
                f" it {check.fact} ({wrong}). Use another sandbox; `takehome doctor --attack` says"
                " what each of them holds."
            )


def _key(sandbox: Sandbox, claims: Claims) -> str:
    here = resources.files(__package__)
    told = [
        Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii"),
        *platform.uname(),
        *(str(os.geteuid()), sandbox.name),
        *(claims.version, claims.image, claims.calls, claims.ways),
        *((here / name).read_text(encoding="utf-8") for name in _TRIALS),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


def _keep(path: Path, seen: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    building = path.with_suffix(f".{os.getpid()}")
    building.write_text(json.dumps(seen, indent=1), encoding="utf-8")
    building.replace(path)
