from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from takehome.report.summary import About, Summary, summarise
from takehome_graders import specimens
from takehome_graders.evidence import Ending, Outcome, Place
from takehome_graders.grading import mark

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.evidence import Evidence

Summarised = Callable[..., Summary]

WEIGHTS = {"heldout": 40.0, "validation": 25.0, "leakage": 35.0}


@pytest.fixture(scope="session")
def key() -> Key:
    return specimens.key(1500)


@pytest.fixture(scope="session")
def summarised(key: Key) -> Summarised:
    """Return what makes a summary of a piece of evidence, whatever the candidate is called."""

    def of(evidence: Evidence, *, candidate: str = "Ada Lovelace", key: Key = key) -> Summary:
        about = About(
            candidate=candidate,
            challenge="card-fraud",
            title="Which card payments will come back?",
            version=1,
            received_at=datetime(2025, 6, 3, 14, 5, tzinfo=UTC),
            attempt=1,
            of=2,
            late=False,
            sitting=7,
            software="0.1.0",
        )
        return summarise(mark(key, evidence, WEIGHTS), evidence, key, about)

    return of


@pytest.fixture(scope="session")
def careful(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.careful(key))


@pytest.fixture(scope="session")
def naive(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.naive(key))


@pytest.fixture(scope="session")
def leaky(key: Key, summarised: Summarised) -> Summary:
    return summarised(specimens.leaky(key))


@pytest.fixture(scope="session")
def odd(key: Key, summarised: Summarised) -> dict[str, Summary]:
    """Return summaries of sittings that did not go to their end, or left little behind."""
    whole = specimens.careful(key)
    failed = Ending(
        outcome=Outcome.FAILED,
        during="fit",
        message="Cell 3 raised a KeyError.",
        place=Place(file="solution.ipynb", cell=3, line=1),
        traceback="Traceback (most recent call last):\nKeyError: 'amount'",
    )
    nothing = replace(whole, claim=None, fit_s=None, replies=(), confinement=None, packages={})
    return {
        "failed": summarised(replace(nothing, ending=failed)),
        "unreadable": summarised(
            replace(
                nothing,
                entry="",
                sources=(),
                answers=None,
                ending=Ending(outcome=Outcome.UNREADABLE, during="reading", message="No zip."),
            )
        ),
        "ours": summarised(
            replace(
                whole, ending=Ending(outcome=Outcome.INFRASTRUCTURE, during="near", message="Gone.")
            )
        ),
        "one window": summarised(
            replace(whole, replies=whole.replies[:1], ending=replace(failed, during="later"))
        ),
        "no claim": summarised(replace(whole, claim=None)),
        "no probes but the windows": summarised(replace(whole, replies=whole.replies[:2])),
    }
