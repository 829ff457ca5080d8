"""The plants of the made-up key."""

from __future__ import annotations

from datetime import date
from typing import Final

from takehome_datasets.key import PlantRecord

TABLE: Final = "payments.csv"
COLUMNS: Final = (
    "payment_id",
    "card_id",
    "paid_at",
    "amount",
    "country",
    "device",
    "merchant_prior",
    "fraud_list_v2",
    "refunded_amount",
    "card_dispute_rate",
    "review_minutes",
)
"""Of the table as predict meets it."""
LEAKING: Final = {
    "leak.post-outcome": "refunded_amount",
    "leak.future-aggregate": "card_dispute_rate",
    "leak.missingness": "review_minutes",
}
DRIFTS_AT: Final = date(2025, 3, 15)


def plants() -> tuple[PlantRecord, ...]:
    """Return four leaks, two decoys, two drifts, labels that had not matured, and a mess."""
    return (
        PlantRecord(
            id="leak.post-outcome",
            kind="leak",
            mechanism="post-outcome",
            table=TABLE,
            columns=("refunded_amount",),
            story=(
                "refunded_amount is written when a chargeback is settled, weeks after the"
                " payment. At prediction time it is always empty."
            ),
            question="When is refunded_amount written, and by whom?",
            accepted=("post-outcome", "target leak", "filled after the event"),
        ),
        PlantRecord(
            id="leak.future-aggregate",
            kind="leak",
            mechanism="future-aggregate",
            table=TABLE,
            columns=("card_dispute_rate",),
            story=(
                "card_dispute_rate is an average over the whole history of the card, its own"
                " payment and everything after it included."
            ),
            question="Over which payments is card_dispute_rate taken?",
            accepted=("future aggregate", "aggregate over the future", "look-ahead"),
        ),
        PlantRecord(
            id="leak.missingness",
            kind="leak",
            mechanism="missingness",
            table=TABLE,
            columns=("review_minutes",),
            story="review_minutes is there only for payments that somebody later looked into.",
            question="For which payments is review_minutes missing, and why?",
            accepted=("missingness", "missing values betray the label"),
        ),
        PlantRecord(
            id="leak.duplicates",
            kind="leak",
            mechanism="duplicates",
            table=TABLE,
            columns=(),
            story="One payment in twenty stands in the table twice, with another id.",
            question="How many payments are in the table more than once?",
            accepted=("duplicates", "repeated rows"),
        ),
        PlantRecord(
            id="labels.immature",
            kind="imbalance",
            mechanism="immature-labels",
            table=TABLE,
            columns=("is_fraud",),
            story="Chargebacks arrive weeks later: the last weeks of training are short of them.",
            question="What do the labels of the last weeks of training say?",
            since=date(2024, 11, 15),
            until=date(2024, 12, 31),
            accepted=("immature labels", "label delay", "censored labels"),
        ),
        PlantRecord(
            id="decoy.prior",
            kind="decoy",
            mechanism="strong-but-honest",
            table=TABLE,
            columns=("merchant_prior",),
            story="merchant_prior is strong, and known a month before every payment.",
            question="Why did you keep, or drop, merchant_prior?",
        ),
        PlantRecord(
            id="decoy.name",
            kind="decoy",
            mechanism="suspicious-name",
            table=TABLE,
            columns=("fraud_list_v2",),
            story="fraud_list_v2 sounds like the answer and is a list from years ago.",
            question="What is fraud_list_v2?",
        ),
        PlantRecord(
            id="drift.concept",
            kind="drift",
            mechanism="concept",
            table=TABLE,
            columns=("device",),
            story="From this day on, what device says about fraud turns around.",
            question="How would you notice that device stopped meaning what it meant?",
            since=DRIFTS_AT,
        ),
        PlantRecord(
            id="drift.unit",
            kind="drift",
            mechanism="unit-change",
            table=TABLE,
            columns=("amount",),
            story="One acquirer reports amount in cents from this day on.",
            question="What happened to amount in the summer?",
            since=date(2024, 7, 1),
        ),
        PlantRecord(
            id="mess.sentinel",
            kind="mess",
            mechanism="sentinel",
            table=TABLE,
            columns=("amount",),
            story="Where amount is unknown it says -999.",
            question="What does an amount of -999 mean?",
        ),
    )
