"""What the reading of a submission's code adds to the findings: places, and something to ask.

It is the weakest kind of evidence. No point hangs on it: what a habit of coding did to the outcome
is marked where it was seen in the outcome.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from takehome_graders.code import DataFacts, Kind, Sureness, read_code
from takehome_graders.marks import Certainty, Finding

if TYPE_CHECKING:
    from takehome_datasets.key import Key
    from takehome_graders.code import Sign
    from takehome_graders.evidence import Evidence

_QUESTIONS: Final = {
    Kind.PREPROCESSING: "What did the rows that you judge on tell this step, and would it matter?",
    Kind.OVERLAP: "Which rows are in both, and what does that do to the score?",
    Kind.TRAINING_SCORE: "What does a score on training rows tell you?",
    Kind.MULTI_TEST: "How often did you look at these rows before you reported on them?",
    Kind.MISSING_SPLIT: "How do you know how the model does on rows that it has not seen?",
    Kind.IGNORES_TIME: "What does this split know that production will not?",
    Kind.IGNORES_ENTITY: "What happens for somebody whom the model has never seen?",
    Kind.MISLEADING_METRIC: "What would a model score that always gives the same answer?",
    Kind.TUNED_ON_TEST: "Which rows were left that no decision had looked at?",
    Kind.STOPPED_ON_TEST: "On which rows did training stop, and on which did you report?",
    Kind.UNPINNED: "Would another run report the same number?",
    Kind.REFITTED_ON_TEST: "What does the model see when one row comes alone?",
    Kind.LOOKS_AHEAD: "What of this is known at the moment of the prediction?",
}
_MINOR: Final = (Kind.UNPINNED, Kind.TRAINING_SCORE)


def signs(key: Key, evidence: Evidence) -> tuple[Sign, ...]:
    """Return what is read in the code of the submission."""
    near = key.windows[0].probability if key.windows else np.empty(0)
    facts = DataFacts(
        time_columns=key.time_columns,
        outcome=key.outcome_column,
        prevalence=float(near.mean()) if near.size else None,
    )
    return read_code(evidence.sources, facts).signs


def finding(sign: Sign, *, denied: bool = False) -> Finding:
    """Return the finding about a sign.

    Args:
        sign: What was read.
        denied: Whether the execution shows that it is not so where the claim was computed.
    """
    seen_from = "; ".join(str(place) for place in sign.related if place != sign.place)
    minor = denied or sign.kind in _MINOR or sign.sureness is Sureness.POSSIBLE
    beside = " What the claim rests on was seen at run time, and it is not so there." * denied
    return Finding(
        criterion="validation",
        tone="note" if minor else "weakness",
        claim=sign.sentence,
        evidence=(
            f"Read in the code as {sign.kind}, {sign.sureness}"
            f"{f', seen from {seen_from}' if seen_from else ''}.{beside} No points hang on it."
        ),
        certainty=Certainty.CODE,
        weight=0.0,
        question=_QUESTIONS[sign.kind],
        place=sign.place,
    )
