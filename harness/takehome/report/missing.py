"""What a report cannot say, and why: left out honestly, not left out silently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.evidence import Outcome
from takehome_graders.replies import Joined, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence


def missing(key: Key, evidence: Evidence, *, reproduced: bool | None) -> tuple[str, ...]:
    """Return a sentence for everything that this sitting left no evidence of."""
    return tuple(_missing(key, evidence, reproduced=reproduced))


def _missing(key: Key, evidence: Evidence, *, reproduced: bool | None) -> Iterator[str]:
    if evidence.ending.outcome is Outcome.UNREADABLE:
        yield "The upload could not be read: there is no code to show, and nothing was executed."
        return
    answered = [
        w.name for w in key.windows if isinstance(joined(evidence.reply(w.name), w), Joined)
    ]
    unanswered = [w.name for w in key.windows if w.name not in answered]
    if key.windows and not answered:
        yield "No window of production was answered: there are no curves and no weeks."
    elif unanswered:
        yield f"The window {', '.join(unanswered)} was never answered: its curves are missing."
    if evidence.claim is None:
        yield "No expected_score was left behind: there is no claim to hold against what came true."
    if evidence.answers is None:
        yield "No answers.toml came with it: nothing counts as named."
    if not evidence.sources:
        yield "No source was kept: findings have no code around them."
    if evidence.recording is None:
        yield (
            "The recorder was not heard: how it was really validated, and the way of the data"
            " through the code, are not known."
        )
    if reproduced is None:
        yield ("It sat once: whether a second sitting gives the same predictions is not known.")
