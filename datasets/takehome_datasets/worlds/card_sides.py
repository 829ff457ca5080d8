"""The cards, the merchants and the service contacts of the card-payments world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.engine.plan import Entities, Value
from takehome_datasets.engine.size import HISTORY_DAYS
from takehome_datasets.scene import DAY
from takehome_datasets.worlds.card_words import (
    ACQUIRERS,
    CATEGORIES,
    COUNTRIES,
    DEVICES,
    FUNDING,
    NOTES,
    SCHEMES,
    TOPICS,
)

if TYPE_CHECKING:
    from takehome_datasets.engine.plan import Events, Plan

PAYMENTS_PER_CARD = 6.5
"""In the training period."""
HOME = (0.27, 0.17, 0.14, 0.11, 0.10, 0.07, 0.06, 0.05, 0.02, 0.01)
_FUNDING = (0.55, 0.35, 0.10)
# Debit, credit, prepaid: Amex gives credit, Maestro does not.
_SCHEMES = ((0.42, 0.40, 0.0, 0.18), (0.43, 0.42, 0.15, 0.0), (0.42, 0.40, 0.0, 0.18))
_PHONES = (0.55, 0.45, 0.0, 0.0, 0.0)
_DESKTOPS = (0.0, 0.0, 0.62, 0.31, 0.07)
_CATEGORIES = (0.20, 0.14, 0.12, 0.08, 0.06, 0.07, 0.09, 0.03, 0.05, 0.06, 0.06, 0.04)
_ACQUIRERS = (0.34, 0.28, 0.22, 0.16)
# Groceries, restaurants and fuel are bought in person, the rest mostly at a distance.
_ONLINE = (0.15, 0.1, 0.6, 0.75, 0.85, 0.3, 0.02, 0.9, 0.97, 0.5, 1.0, 0.85)
_SENT_BACK = (0.004, 0.002, 0.24, 0.09, 0.05, 0.02, 0.001, 0.003, 0.01, 0.08, 0.004, 0.03)
_SURCHARGING = (0.05, 0.3, 0.05, 0.15, 0.6, 0.05, 0.2, 0.25, 0.1, 0.15, 0.0, 0.5)
_RESERVES = ("none", "some", "more", "most")
_ORDER_DESKS = 0.22
"""Share of merchants who have one."""
_OFFICE_HOURS = (*(0.2,) * 7, 1, 4, 7, 8, 7, 5, 6, 7, 7, 6, 5, 3, 2, 1.5, 1, 0.5, 0.3)
_OFFICE_WEEK = (1.3, 1.15, 1.05, 1.0, 1.0, 0.5, 0.3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The cards, and what the payments of one card have in common."""

    table: Entities
    card_id: Value
    country: Value
    funding: Value
    issued: Value
    activity: Value
    phone: Value
    desktop: Value
    renewal_days: Value
    """How long a device is kept."""
    first_device: Value
    """The day on which the first one came into use."""
    mailbox: Value
    """The day on which the e-mail address was opened."""
    patience: Value
    """How its holder behaves at a checkout."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchants:
    """The merchants, a few of them very popular."""

    table: Entities
    merchant_id: Value
    category: Value
    country: Value
    acquirer: Value
    """Which bank its payments go through; only payments tell it."""
    popularity: Value
    online: Value
    """The share of its payments that are made at a distance."""
    surcharge: Value
    """What it takes on top for a credit card, as a share of the amount; 0 for most."""
    itemised: Value
    """Share of its payments of which it tells how many items were bought."""
    prechecks: Value
    """1 where an order desk looks at orders before they are paid."""


def plan_cards(plan: Plan) -> Cards:
    """Plan the cards, of which a third comes while the world is being watched."""
    table = plan.entities("cards", per_row=1.2 / PAYMENTS_PER_CARD, least=50)
    day = table.come(old=0.7) / DAY
    young = day > -HISTORY_DAYS
    age = table.where(young, 2.0, 30.0 + 1400.0 * table.uniform("age"))
    card_id = table.token("card_id", "c")
    country = table.words("issuer_country", table.quota("country", COUNTRIES, HOME))
    funding = table.words("funding_type", table.quota("funding", FUNDING, _FUNDING, within=country))
    table.words("card_scheme", table.choice("scheme", SCHEMES, _SCHEMES, by=funding))
    issued = table.day("issued_on", day - age)
    youth = 0.45 * table.uniform("birth") + 0.55 * table.uniform("birth again").sqrt()
    table.count("holder_birth_year", 1936.0 + 70.9 * youth)
    _plan_issuer_file(table, funding=funding, young=young)
    renewal = 400.0 + 600.0 * table.uniform("renewal")
    return Cards(
        table=table,
        card_id=card_id,
        country=country,
        funding=funding,
        issued=issued,
        activity=table.exponential("activity") + table.exponential("more activity"),
        phone=table.choice("phone", DEVICES, _PHONES),
        desktop=table.choice("desktop", DEVICES, _DESKTOPS),
        renewal_days=renewal,
        first_device=issued - 0.5 * renewal * table.uniform("first device"),
        mailbox=issued - 700.0 * table.exponential("mailbox") - 10.0,
        patience=table.normal("patience"),
    )


def _plan_issuer_file(table: Entities, *, funding: Value, young: Value) -> None:
    """What the issuers tell of their cards once, before the extract begins."""
    asked = (3.0 + 30.0 * table.exponential("requests")).floor()
    refused = (asked * 0.09 * table.uniform("refused").square() + table.uniform("or one")).floor()
    rate = table.where(table.chance("never refused", 0.5), 0.0, refused / asked)
    table.number("card_refusal_rate", table.where(young, 0.0, rate), 4)
    limit = ((1.2 + 0.6 * table.normal("limit")).exp() * 4.0).floor() * 250.0
    credit = funding.among("credit")
    table.column(
        "credit_limit_eur", table.where(credit, limit.clip(250.0, 40_000.0), None), form="count"
    )
    virtual = table.uniform("virtual") < funding.by((0.02, 0.01, 0.12))
    table.count("is_virtual_card", table.where(virtual, 1.0, 0.0))


def plan_merchants(plan: Plan) -> Merchants:
    """Plan the merchants. They are few, and the same in every partition."""
    table = plan.entities("merchants", per_row=0.01, least=30, most=20_000, shared=True)
    merchant_id = table.token("merchant_id", "m")
    country = table.words("merchant_country", table.quota("country", COUNTRIES, HOME))
    category = table.words(
        "merchant_category", table.quota("category", CATEGORIES, _CATEGORIES, within=country)
    )
    since = table.day("onboarded_on", -(HISTORY_DAYS + 20.0) - 2200.0 * table.uniform("onboarded"))
    table.come_on(since)
    known = (category.by(_SENT_BACK) * (0.5 * table.normal("returns")).exp()).clip(0.0, 0.6)
    table.number("goods_return_share", known, 4)
    held = table.quota("held back", _RESERVES, (0.88, 0.06, 0.04, 0.02), within=category)
    reserve = held.by((0.0, 0.05, 0.075, 0.1))
    table.number("reserve_share", table.where(held.among("none"), None, reserve), 3)
    charges = table.even("surcharge", within=category) < category.by(_SURCHARGING)
    return Merchants(
        table=table,
        merchant_id=merchant_id,
        category=category,
        country=country,
        acquirer=table.quota("acquirer", ACQUIRERS, _ACQUIRERS, within=category),
        popularity=_popularity(table, category),
        online=category.by(_ONLINE),
        surcharge=table.where(charges, 0.008 + 0.012 * table.uniform("surcharge rate"), 0.0),
        itemised=0.4 + 0.6 * table.even("itemised", within=category).sqrt(),
        prechecks=table.where(table.even("desk", within=category) < _ORDER_DESKS, 1.0, 0.0),
    )


def _popularity(table: Entities, category: Value) -> Value:
    """A few are very popular, as many in each line of business as in the next variant's."""
    place = table.even("popularity", within=category)
    return (0.35 * (place.log() - (1.0 - place).log())).exp()


def plan_contacts(plan: Plan, cards: Cards) -> Events:
    """Plan what card holders turn to the service desk with. It has nothing to do with disputes."""
    contacts = plan.events(
        "contacts", of=cards.table, activity=cards.activity, per_row=0.06,
        week=_OFFICE_WEEK, hours=_OFFICE_HOURS, follow_ups=0.12, follow_hours=60.0,
    )  # fmt: skip
    contacts.number_id("contact_id")
    contacts.words("card_id", contacts.at(cards.card_id))
    contacts.column("contacted_at", contacts.moment, form="moment")
    topic = contacts.words(
        "contact_topic", contacts.choice("topic", TOPICS, (0.28, 0.2, 0.16, 0.14, 0.12, 0.1))
    )
    contacts.words("contact_note", contacts.text("note", topic, NOTES))
    talked = (topic.by((1.1, 1.6, 1.3, 1.0, 1.4, 0.9)) + 0.7 * contacts.normal("talked")).exp()
    by_phone = contacts.chance("by telephone", 0.55)
    contacts.number("talk_minutes", contacts.where(by_phone, talked, None), 1)
    return contacts
