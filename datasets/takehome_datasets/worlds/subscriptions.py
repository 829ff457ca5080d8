# ruff: noqa: PLR2004 - the thresholds are what the world is made of
"""Subscriptions and churn: terms come up for renewal, and some are not renewed.

Accounts hold several subscriptions for a while, use them more or less, and write to support. Each
row is a term; that it was not renewed is known some weeks later.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.engine.plan import Entities, Events, Plan, Value
from takehome_datasets.engine.size import HISTORY_DAYS
from takehome_datasets.engine.world import World
from takehome_datasets.scene import DAY
from takehome_datasets.worlds.subscription_words import (
    BILLING_STATES,
    CHANNELS,
    FAMILIES,
    LEXICON,
    NOTES,
    PAYING,
    PRIORITIES,
    QUEUES,
    REGIONS,
    SECTORS,
    SEGMENTS,
    SIZES,
    SOURCES,
    TABLES,
    TERMS,
    TIERS,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_TERMS_PER_ACCOUNT = 6.0
"""In the training period."""
_HIDDEN_WEIGHT = 1.05
_REPORT_SCALE_DAYS = 11.0
_WEEK = (1.2, 1.15, 1.1, 1.05, 1.0, 0.75, 0.75)
_HOURS = (9, 4, 2, 2, 2, 3, 3, 3, 4, 4, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 2)
_YEAR = (1.35, 1.0, 1.05, 1.0, 0.95, 0.95, 0.9, 0.85, 1.1, 1.05, 1.0, 0.95)
_OFFICE_HOURS = (*(0.3,) * 7, 1, 5, 8, 8, 7, 5, 6, 8, 7, 6, 4, 3, 2, 2, 1, 0.8, 0.5)
_OFFICE_WEEK = (1.35, 1.2, 1.1, 1.05, 0.95, 0.25, 0.25)
_PAYING = (
    (0.6, 0.16, 0.04, 0.2), (0.5, 0.25, 0.13, 0.12), (0.38, 0.34, 0.25, 0.03),
    (0.2, 0.4, 0.39, 0.01), (0.08, 0.32, 0.6, 0.0),
)  # fmt: skip
"""How accounts pay, by the size of the company."""
_SEATS = (0.0, 1.2, 2.3, 3.4, 4.6)
"""Logarithm of the usual number, by the size of the company."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Accounts:
    table: Entities
    account_id: Value
    region: Value
    sector: Value
    size: Value
    signed_up: Value
    activity: Value
    paying: Value
    trained: Value
    """How likely its people take a training before a term ends."""
    source: Value
    """The billing system that its rows come from."""
    people: Value
    """How many there are, for a company of its size."""
    hoard: Value
    """How much they store."""
    mobile: Value
    """How much its people use the app."""
    engaged: Value
    """How much its people use what they pay for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plans:
    table: Entities
    plan_id: Value
    family: Value
    tier: Value
    price: Value
    popularity: Value


def subscriptions() -> World:
    """Return the world of subscriptions."""
    plan = Plan()
    accounts, plans = _plan_accounts(plan), _plan_plans(plan)
    tickets = _plan_tickets(plan, accounts)
    _plan_renewals(plan, accounts, plans, tickets)
    return World(
        name="subscriptions",
        meaning="Subscription terms come up for renewal, and some are not renewed.",
        graph=plan.graph(),
        lexicon=LEXICON,
        tables=TABLES,
        examples="renewals",
        id_column="term_id",
        outcome_column="is_lapsed",
        pinned=("term_id", "notice_at", "account_id", "plan_id"),
    )


def _plan_accounts(plan: Plan) -> _Accounts:
    table = plan.entities("accounts", per_row=1.2 / _TERMS_PER_ACCOUNT, least=50)
    day = table.come(old=0.7) / DAY
    account_id = table.token("account_id", "a")
    young = day > -HISTORY_DAYS
    age = table.where(young, 32.0, 40.0 + 2000.0 * table.uniform("age"))
    size = table.words("company_size", table.quota("size", SIZES, (0.28, 0.34, 0.24, 0.1, 0.04)))
    region = table.quota("region", REGIONS, (0.26, 0.16, 0.09, 0.12, 0.1, 0.07, 0.12, 0.08))
    sector = table.choice(
        "sector", SECTORS, (0.13, 0.1, 0.06, 0.08, 0.09, 0.07, 0.05, 0.15, 0.14, 0.13)
    )
    came = (
        (0.4, 0.3, 0.2, 0.08, 0.02), (0.36, 0.28, 0.18, 0.1, 0.08), (0.3, 0.22, 0.14, 0.14, 0.2),
        (0.2, 0.12, 0.1, 0.18, 0.4), (0.1, 0.05, 0.06, 0.19, 0.6),
    )  # fmt: skip
    table.words("signup_source", table.choice("source", SOURCES, came, by=size))
    _plan_books(table, size=size, young=young)
    return _Accounts(
        table=table,
        account_id=account_id,
        region=table.words("region_code", region),
        sector=table.words("sector_name", sector),
        size=size,
        signed_up=table.day("signed_up_on", day - age),
        activity=table.exponential("activity") + table.exponential("more activity"),
        paying=table.quota("paying", PAYING, _PAYING, by=size),
        trained=size.by((0.03, 0.07, 0.15, 0.28, 0.4)),
        source=table.quota("billing", CHANNELS, (0.55, 0.28, 0.17), within=size),
        people=table.normal("people"),
        hoard=table.normal("hoard"),
        mobile=table.normal("mobile"),
        engaged=table.normal("engaged"),
    )


def _plan_books(table: Entities, *, size: Value, young: Value) -> None:
    """What the books say of an account up to the day on which the extract begins."""
    billed = (2.0 + 12.0 * table.exponential("billed")).floor()
    late = (billed * 0.3 * table.uniform("late").square() + table.uniform("or one")).floor()
    share = table.where(table.chance("never late", 0.45), 0.0, late / billed)
    table.number("late_invoice_rate", table.where(young, 0.0, share), 4)
    deposit = ((4.6 + 0.8 * table.normal("deposit")).exp() * 0.1).floor() * 10.0 + 50.0
    asked = table.uniform("asked") < size.by((0.2, 0.16, 0.1, 0.04, 0.01))
    table.number("deposit_eur", table.where(asked, deposit, None), 2)
    resells = table.uniform("resells") < size.by((0.01, 0.02, 0.04, 0.03, 0.02))
    table.count("is_reseller", table.where(resells, 1.0, 0.0))


def _plan_plans(plan: Plan) -> _Plans:
    table = plan.entities("plans", per_row=0.002, least=40, most=160, shared=True)
    plan_id = table.token("plan_id", "p")
    family = table.words("plan_family", table.quota("family", FAMILIES, (3, 3, 2, 2, 1)))
    tier = table.words("plan_tier", table.quota("tier", TIERS, (0.4, 0.38, 0.22), within=family))
    base = family.by((9.0, 12.0, 15.0, 6.0, 24.0)) * tier.by((1.0, 1.8, 3.1))
    price = base * (1.0 + 0.12 * table.normal("price step")).clip(0.6, 1.5)
    since = table.day("launched_on", -190.0 - 1800.0 * table.uniform("launched"))
    table.come_on(since)
    trials = (-1.1 + 0.5 * table.normal("trials")).exp().clip(0.02, 0.9)
    table.number("trial_conversion_rate", trials, 4)
    paid = table.quota("partner pay", ("none", "some", "more"), (0.8, 0.12, 0.08), within=family)
    fee = paid.by((0.0, 0.1, 0.15))
    table.number("partner_fee_share", table.where(paid.among("none"), None, fee), 3)
    place = table.even("popularity", within=family)
    return _Plans(
        table=table,
        plan_id=plan_id,
        family=family,
        tier=tier,
        price=table.number("list_price_eur", price.floor() + 0.9, 2),
        popularity=(0.4 * (place.log() - (1.0 - place).log())).exp(),
    )


def _plan_tickets(plan: Plan, accounts: _Accounts) -> Events:
    tickets = plan.events(
        "tickets", of=accounts.table, activity=accounts.activity, per_row=0.35,
        week=_OFFICE_WEEK, hours=_OFFICE_HOURS, follow_ups=0.25, follow_hours=50.0,
    )  # fmt: skip
    tickets.number_id("ticket_id")
    tickets.words("account_id", tickets.at(accounts.account_id))
    tickets.column("opened_at", tickets.moment, form="moment")
    queue = tickets.words(
        "ticket_queue", tickets.choice("queue", QUEUES, (0.22, 0.27, 0.26, 0.15, 0.1))
    )
    tickets.words(
        "ticket_priority",
        tickets.choice(
            "priority",
            PRIORITIES,
            ((0.3, 0.55, 0.15), (0.2, 0.5, 0.3), (0.6, 0.38, 0.02), (0.1, 0.5, 0.4), (0.8, 0.2, 0)),
            by=queue,
        ),
    )
    reply = (queue.by((4.6, 4.2, 4.9, 3.6, 6.0)) + 0.9 * tickets.normal("reply")).exp()
    answered = tickets.chance("answered", 0.85)
    tickets.number("reply_minutes", tickets.where(answered, reply, None), 1)
    waived = tickets.uniform("waived") < queue.by((0.2, 0.05, 0.0, 0.02, 0.0))
    goodwill = (2.6 + 0.8 * tickets.normal("goodwill")).exp()
    tickets.number("goodwill_eur", tickets.where(waived, goodwill, None), 2)
    tickets.words("ticket_text", tickets.text("text", queue, NOTES))
    return tickets


def _plan_renewals(plan: Plan, accounts: _Accounts, plans: _Plans, tickets: Events) -> None:
    row = plan.events(
        "renewals", of=accounts.table, activity=accounts.activity, week=_WEEK, hours=_HOURS,
        year=_YEAR, follow_ups=0.12, follow_hours=40.0,
    )  # fmt: skip
    sizes = row.at(accounts.size)
    row.meet(
        plans.table, home=row.choice("any family", FAMILIES, (3, 3, 2, 2, 1)), kind=plans.family,
        popularity=plans.popularity, stays=0.6,
    )  # fmt: skip
    row.number_id("term_id")
    row.column("notice_at", row.moment, form="moment")
    row.words("account_id", row.at(accounts.account_id))
    row.words("plan_id", row.at(plans.plan_id))
    row.words("source_system", row.at(accounts.source))
    known = _features(row, accounts, plans, sizes=sizes) | _support(row, tickets)
    _idle_features(row, accounts)
    terms = _terms(row, accounts, plans, known)
    row.target(
        accounts.table.hidden(),
        [row.term(name, value) for name, value in terms.items()],
        hidden_weight=_HIDDEN_WEIGHT,
        delay_days=_REPORT_SCALE_DAYS,
        missed=140.0,
        alarm=12.0,
    )


def _features(row: Events, accounts: _Accounts, plans: _Plans, *, sizes: Value) -> dict[str, Value]:
    # An account's subscriptions are for about the same people.
    people = 0.47 * row.at(accounts.people) + 0.15 * row.normal("seats")
    seats = (sizes.by(_SEATS) + people).exp().floor().clip(1.0, 900.0)
    seat_count = row.count("seat_count", seats)
    shares = ((0.75, 0.15, 0.1), (0.5, 0.22, 0.28), (0.3, 0.2, 0.5), (0.1, 0.2, 0.7), (0, 0.1, 0.9))
    kind = row.words("term_kind", row.choice("term", TERMS, shares, by=sizes))
    # The more seats, the less each costs; who pays for a year gets two months.
    price = row.at(plans.price) * (0.86 * seat_count.log()).exp() * kind.by((1.0, 2.85, 10.0))
    engaged = row.at(accounts.engaged)
    use = 0.9 * engaged + 0.6 * row.normal("use")
    rising = (use + 0.6).exp()
    active = rising / (1.0 + rising)
    active_share = row.number("active_share", active.clip(0.0, 1.0), 3)
    logins = seat_count * active_share * (2.2 + 0.4 * row.normal("logins")).exp()
    trend = 0.35 * row.normal("trend") + 0.03 * row.moment.season(peak=20.0)
    idle = row.exponential("idle") * (1.6 - 1.2 * active_share) * 6.0
    never = row.chance("never", 0.03)
    discounted = row.chance("discounted", 0.24)
    discount = (0.05 + 0.3 * row.uniform("discount")).clip(0.0, 0.5)
    raised = row.chance("raised", 0.3)
    step = row.where(raised, 0.02 + 0.14 * row.uniform("step"), 0.0)
    answered = row.chance("answered", 0.38)
    score = (7.6 + 0.8 * engaged + 2.0 * row.normal("score")).floor().clip(0.0, 10.0)
    age = row.moment / DAY - row.at(accounts.signed_up)
    terms_run = age / kind.by((30.0, 91.0, 365.0)) * row.uniform("share of age")
    return {
        "seat_count": seat_count,
        "term_kind": kind,
        "active_share": active_share,
        "term_price_eur": row.number("term_price_eur", price, 2),
        "payment_kind": row.words("payment_kind", row.at(accounts.paying)),
        "logins_28d": row.count("logins_28d", logins.floor()),
        "usage_trend": row.number("usage_trend", trend, 3),
        "last_login_days": row.number("last_login_days", row.where(never, None, idle), 1),
        "discount_share": row.number("discount_share", row.where(discounted, discount, 0.0), 2),
        "price_change": row.number("price_change", step, 3),
        "nps_score": row.count("nps_score", row.where(answered, score, None)),
        "term_number": row.count("term_number", terms_run.floor() + 1.0),
    }


def _support(row: Events, tickets: Events) -> dict[str, Value]:
    load = row.count("tickets_30d", row.past_count_of(tickets, 30))
    row.words("billing_state", row.state(load, BILLING_STATES, (2, 4)))
    return {
        "tickets_30d": load,
        "ticket_age_days": row.number("ticket_age_days", row.since(tickets), 1),
    }


def _idle_features(row: Events, accounts: _Accounts) -> None:
    """Columns that a warehouse has and that say nothing about the outcome by themselves."""
    row.number("storage_gb", _storage(row, accounts).exp(), 2)
    row.count("n_integrations", (0.9 * row.exponential("integrations") * 1.8).floor())
    invited = (0.3 + 1.1 * row.normal("invited")).exp().floor()
    row.column("invited_users", row.where(row.chance("invites", 0.45), invited, None), form="count")
    mobile = (0.5 * row.at(accounts.mobile) + 0.35 * row.normal("mobile") - 1.0).exp()
    has_app = row.at(accounts.mobile) > -0.6
    row.number("mobile_share", row.where(has_app, mobile / (1.0 + mobile), None), 3)
    _extras(row, accounts)
    row.words("segment_code", row.choice("segment", SEGMENTS, (0.2, 0.6, 0.2)))
    row.count("renewals_90d", row.past_count(90))
    row.carrier("page_load_ms", shape="skewed", middle=612.0, spread=0.3, decimals=4)
    row.carrier("usage_entropy", shape="mound", middle=0.6, spread=5.6, decimals=7)
    row.carrier("session_seconds", shape="skewed", middle=564.0, spread=0.34, decimals=5)


def _storage(row: Events, accounts: _Accounts) -> Value:
    usual = 1.1 + 0.5 * row.at(accounts.engaged) + 1.0 * row.at(accounts.hoard)
    return usual + 0.45 * row.normal("storage")


def _extras(row: Events, accounts: _Accounts) -> None:
    """What only some terms have, and all of it before the notice goes out."""
    trained = row.uniform("trained") < row.at(accounts.trained)
    minutes = (3.4 + 0.6 * row.normal("training")).exp()
    row.number("training_minutes", row.where(trained, minutes, None), 1)
    over = row.chance("over quota", 0.09)
    fee = (1.9 + 1.0 * row.normal("overage")).exp()
    row.number("overage_fee_eur", row.where(over, fee, None), 2)
    down = row.chance("outage", 0.06)
    credit = (0.6 * row.at(accounts.size).by(_SEATS) + 0.9 * row.normal("credit") + 0.7).exp()
    row.number("outage_credit_eur", row.where(down, credit, None), 2)
    held = (1.4 + 0.8 * row.normal("on hold")).exp()
    row.number("phone_wait_minutes", row.where(row.chance("called", 0.13), held, None), 1)
    connected = row.chance("api", 0.22)
    calls = (20.0 + 900.0 * row.exponential("calls")).floor()
    errors = (calls * 0.02 * row.uniform("errors").square() + row.uniform("or one")).floor()
    row.number("api_error_rate", row.where(connected, errors / calls, None), 4)


def _terms(
    row: Events, accounts: _Accounts, plans: _Plans, known: Mapping[str, Value]
) -> dict[str, Value]:
    active, seats = known["active_share"], known["seat_count"]
    kind, paying = known["term_kind"], known["payment_kind"]
    idle = known["last_login_days"].filled(30.0)
    step, discount = known["price_change"], known["discount_share"]
    score, load = known["nps_score"], known["tickets_30d"]
    size = seats.log() - 1.6
    young = row.moment / DAY - row.at(accounts.signed_up) < 150.0
    falling = known["usage_trend"] < -0.25
    small = row.at(accounts.size).among("solo", "2-9")
    silent = ~score.known()
    price = known["term_price_eur"].log() - 4.4
    return {
        "active_share": -1.5 * (active - 0.5),
        "usage_trend": -0.7 * known["usage_trend"],
        "term_kind": kind.by((0.45, 0.0, -0.6)),
        "payment_kind": paying.by((0.2, -0.25, -0.2, 0.3)),
        "last_login_days": 0.32 * (idle.log1p() - 1.6),
        "nps_score": -0.16 * (score.filled(7.0) - 7.0),
        "discount_share": 1.2 * discount,
        "ticket_age_days": -0.12 * (known["ticket_age_days"].filled(90.0).log1p() - 3.0),
        "price_change:discount_share": 1.5 * ((step > 0.05) & (discount <= 0.0)),
        "usage_trend:active_share": 1.3 * (falling & (active < 0.45)),
        "tickets_30d:company_size": 1.2 * ((load >= 2.0) & small),
        "signed_up_on:term_kind": 1.3 * (young & kind.among("monthly")),
        "nps_score:tickets_30d": 1.2 * (silent & (load >= 1.0)),
        "payment_kind:last_login_days": 1.4 * (paying.among("card", "paypal") & (idle > 14.0)),
        "term_price_eur:seat_count": 0.22 * (price - size).square().clip(0.0, 6.0),
        "plan_tier:active_share": 1.1 * (row.at(plans.tier).among("pro") & (active < 0.35)),
    }
