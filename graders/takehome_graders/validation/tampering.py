"""Tampering: what looks as if somebody had reached around the recorder, and may be nothing.

Nothing here costs a point. It says how far the recording can be relied on, and what to ask.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from takehome_graders.marks import Certainty, Finding
from takehome_graders.recording.closure import Source
from takehome_graders.validation.hygiene_findings import NAME, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from takehome_graders.evidence import Evidence
    from takehome_graders.recording.events import Notice, Recording

_CLAIMS: Final = {
    "overwritten": "Put something of its own where the recorder had stood.",
    "ctypes": "Reached around Python, by ctypes.",
    "process": "Started other programs.",
    "fork": "Split itself into several processes by its own hand.",
    "gc": "Looked through all objects of its process.",
    "audit": "Listens to what Python reports, as the recorder does.",
    "trace": "Traces its own execution.",
    "open": "Opened the examples by a way that is not known.",
}
_QUESTIONS: Final = {
    "overwritten": "Why did you replace this function, and what does yours do otherwise?",
    "process": "What did the other program do, and what came back from it?",
    "open": "How did you read the file, and what did you do with it?",
}
_QUESTION: Final = "What did you need this for?"
_WEAK: Final = frozenset({"overwritten"})


def found(evidence: Evidence) -> Iterator[Finding]:
    """Give what is to be said about how far a recording can be relied on."""
    recording = evidence.recording
    if recording is None:
        if evidence.fit_s is not None:
            yield _note("The recorder was not heard.", "Nothing is concluded from that.")
        return
    yield from _noticed(recording)
    yield from _broken_off(evidence, recording)
    for probe, source in recording.sources.items():
        if source is Source.UNEXPLAINED:
            yield _note(
                "Its predictions follow from nothing that a recorded model said.",
                f"None of what models put out while `{probe}` was answered, nor sums or curves of"
                " it, gives the answer. A model of one's own looks the same.",
                question="Which model made these predictions, and where was it fitted?",
            )
            break


def _noticed(recording: Recording) -> Iterator[Finding]:
    groups: dict[str, list[Notice]] = defaultdict(list)
    for notice in recording.notices:
        groups[notice.what].append(notice)
    for what, notices in groups.items():
        if what not in _CLAIMS:
            continue
        first = next((each for each in notices if each.spot.line), notices[0])
        more = f", and {len(notices) - 1} more" if len(notices) > 1 else ""
        yield Finding(
            criterion=NAME,
            tone="weakness" if what in _WEAK else "note",
            claim=_CLAIMS[what],
            evidence=(
                f"Noticed while it ran: {first.detail}{more}. There may be a good reason for it;"
                " what was recorded afterwards is worth less."
            ),
            certainty=Certainty.RUN_TIME,
            weight=0.0,
            question=_QUESTIONS.get(what, _QUESTION),
            place=place_of(first.spot),
        )


def _broken_off(evidence: Evidence, recording: Recording) -> Iterator[Finding]:
    own = next((told for told in recording.told if told.process == 0), None)
    ran_through = evidence.fit_s is not None
    gaps = sum(told.gaps for told in recording.told)
    if ran_through and (own is None or not own.ended):
        yield _note(
            "The recording breaks off before the submission had ended.",
            "Whether that was us or the submission cannot be told from it.",
            question="Does your code end or replace processes, or empty the list of modules?",
        )
    if gaps or recording.malformed:
        yield _note(
            "Something else spoke in the recorder's place, or some of its words are missing.",
            f"{gaps} numbers are missing from its sequences, and {recording.malformed} messages"
            " were not what it tells.",
            question="What in your code writes to sockets or descriptors that it did not open?",
        )
    faults = sum(told.faults for told in recording.told)
    if faults or recording.lost or any(told.full for told in recording.told):
        yield _note(
            "Not everything was recorded.",
            f"The recorder failed {faults} times and {recording.lost} messages were too many."
            " That is ours, and nothing is concluded from what is missing.",
        )


def _note(claim: str, evidence: str, *, question: str = "") -> Finding:
    return Finding(
        criterion=NAME,
        tone="note",
        claim=claim,
        evidence=evidence,
        certainty=Certainty.RUN_TIME,
        weight=0.0,
        question=question,
    )
