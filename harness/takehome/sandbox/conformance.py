"""The conformance suite: what any backend must do and refuse, tried from inside its boxes.

Each check states a fact and is independent of the others. One that needs a limit which a backend
says it does not enforce here is not tried: `Confinement.not_enforced` is the honest place for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome.sandbox.facts import CHECKS, Check
from takehome.sandbox.measure import tried

if TYPE_CHECKING:
    from takehome.sandbox.protocol import Sandbox


def check_sandbox(sandbox: Sandbox) -> dict[str, str]:
    """Try every fact that the sandbox claims, and return what was seen where one does not hold.

    Raises:
        SandboxMissing: It cannot be used here.
        SandboxTrouble: It failed.
    """
    seen = tried(sandbox, tuple(applicable(sandbox)))
    return {fact: wrong for fact, wrong in seen.items() if wrong}


def applicable(sandbox: Sandbox) -> list[Check]:
    """Return the checks of what the sandbox says that it enforces on this machine."""
    enforced = {word.partition(" (")[0] for word in sandbox.confinement().enforced}
    return [check for check in CHECKS if not check.word or check.word in enforced]
