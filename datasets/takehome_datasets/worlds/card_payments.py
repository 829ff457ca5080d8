"""Card payments: cards are used at merchants, and some payments come back as chargebacks.

Thousands of cards, each with habits and a hidden inclination to be disputed, pay at some hundred
merchants. Chargebacks are reported weeks later.
"""

from __future__ import annotations

from takehome_datasets.engine.plan import Plan
from takehome_datasets.engine.world import World
from takehome_datasets.worlds.card_features import plan_payments
from takehome_datasets.worlds.card_risk import plan_risk
from takehome_datasets.worlds.card_sides import plan_cards, plan_contacts, plan_merchants
from takehome_datasets.worlds.card_words import LEXICON, TABLES


def card_payments() -> World:
    """Return the world of card payments."""
    plan = Plan()
    cards = plan_cards(plan)
    merchants = plan_merchants(plan)
    contacts = plan_contacts(plan, cards)
    payments = plan_payments(plan, cards=cards, merchants=merchants, contacts=contacts)
    plan_risk(payments, cards=cards, merchants=merchants)
    return World(
        name="card-payments",
        meaning="Cards pay at merchants, and some payments come back as chargebacks.",
        graph=plan.graph(),
        lexicon=LEXICON,
        tables=TABLES,
        examples="payments",
        id_column="payment_id",
        outcome_column="is_chargeback",
        pinned=("payment_id", "paid_at", "card_id", "merchant_id"),
    )
