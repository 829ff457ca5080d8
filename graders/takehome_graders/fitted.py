"""Was the model fitted here? Permuted labels have to move what it predicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.apart import apart, restlessness
from takehome_graders.evidence import Change

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Answer, Evidence


def fitted_here(key: Key, evidence: Evidence) -> bool | None:
    """Return whether predictions hang on the labels of the kit; None where nobody tried it."""
    by_itself = restlessness(key, evidence)
    for rerun in evidence.reruns:
        if rerun.change is not Change.ALL_LABELS:
            continue
        for window in key.windows:
            one = evidence.reply(window.name)
            other = answer_of(rerun.replies, window.name)
            found = apart(one, other, by_itself) if one is not None and other is not None else None
            if found is not None:
                return found.moved > 0
    return None


def answer_of(replies: tuple[Answer, ...], probe: str) -> Answer | None:
    """Return the answer to that probe among those."""
    return next((reply for reply in replies if reply.probe == probe), None)
