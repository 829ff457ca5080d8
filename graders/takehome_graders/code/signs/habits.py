"""Metrics that mislead under imbalance, unpinned randomness, and values from later rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from takehome_graders.code import rows
from takehome_graders.code.reading import Kind, Sign, Sureness
from takehome_graders.code.vocabulary import words

if TYPE_CHECKING:
    from takehome_graders.code.happenings import Happenings
    from takehome_graders.code.reading import DataFacts

RARE = 0.1
TELLING = words(
    """roc_auc_score average_precision_score f1_score precision_score recall_score log_loss
    confusion_matrix classification_report balanced_accuracy_score matthews_corrcoef
    brier_score_loss fbeta_score precision_recall_curve roc_curve cohen_kappa_score"""
)
"""Metrics that notice a rare class."""
TELLING_NAMES = ("roc_auc", "average_precision", "f1", "recall", "precision", "auc", "logloss")
"""Parts of the strings by which libraries are asked for such metrics."""


def found(happenings: Happenings, facts: DataFacts) -> list[Sign]:
    """Return habits that make a number worth less than it looks."""
    return [*_metric(happenings, facts), *_unpinned(happenings), *_ahead(happenings, facts)]


def _metric(happenings: Happenings, facts: DataFacts) -> list[Sign]:
    if facts.prevalence is None or RARE <= facts.prevalence <= 1 - RARE:
        return []
    if any(each.metric in TELLING for each in happenings.measured):
        return []
    if any(name in text for text in happenings.strings for name in TELLING_NAMES):
        return []
    plain = [each.place for each in happenings.measured if each.metric == "accuracy_score"]
    plain += [each.place for each in happenings.judged if each.how == "score" and not each.answers]
    if not plain:
        return []
    share = max(facts.prevalence, 1 - facts.prevalence)
    return [
        Sign(
            kind=Kind.MISLEADING_METRIC,
            place=plain[-1],
            related=(),
            sureness=Sureness.LIKELY,
            sentence=(
                f"Accuracy is the only metric, where always answering the same is right in "
                f"{share:.0%} of the rows."
            ),
        )
    ]


def _unpinned(happenings: Happenings) -> list[Sign]:
    if happenings.seeded:
        return []
    drawn = {each.place: each for each in happenings.drawn}
    return [
        Sign(
            kind=Kind.UNPINNED,
            place=place,
            related=(),
            sureness=Sureness.LIKELY,
            sentence=f"`{each.what}` draws at random without a seed; a second run may differ.",
        )
        for place, each in drawn.items()
    ]


def _ahead(happenings: Happenings, facts: DataFacts) -> list[Sign]:
    if not facts.time_columns:
        return []
    trained = [each for each in happenings.fitted if not each.shapes]
    reached = {
        each.place: each
        for each in happenings.peeked
        if any(rows.may_share(each.rows, fit.rows) for fit in trained)
    }
    return [
        Sign(
            kind=Kind.LOOKS_AHEAD,
            place=place,
            related=(),
            sureness=Sureness.POSSIBLE,
            sentence=f"With `{each.what}` a row takes values from rows that come after it.",
        )
        for place, each in reached.items()
    ]
