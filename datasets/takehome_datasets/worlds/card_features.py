"""What the gateway records of each payment at the moment at which it is made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from takehome_datasets.engine.plan import Events, Value
from takehome_datasets.scene import DAY
from takehome_datasets.worlds.card_words import (
    ADDRESS_MATCH,
    AUTHENTICATION,
    CARD_STATES,
    CHANNELS,
    COUNTRIES,
    CURRENCIES,
    DEVICES,
    SHIPPING,
)

if TYPE_CHECKING:
    from takehome_datasets.engine.plan import Plan
    from takehome_datasets.worlds.card_sides import Cards, Merchants

_WEEK = (0.93, 0.92, 0.95, 1.0, 1.18, 1.22, 0.80)
_HOURS = (5, 3, 2, 2, 2, 4, 9, 17, 28, 38, 46, 54, 60, 52, 47, 48, 54, 62, 66, 63, 55, 42, 26, 13)
_YEAR = (0.93, 0.92, 0.97, 0.98, 1.0, 1.02, 1.03, 0.97, 0.98, 1.0, 1.1, 1.24)
_FOLLOW_UPS = 0.22
"""Share of payments that follow another one of the same card within hours."""
_AT_HOME = 0.9
"""Share of payments to merchants of the card holder's own country."""
# By merchant category, in the order of CATEGORIES.
_LOG_AMOUNT = (3.3, 3.4, 4.0, 5.0, 5.4, 3.0, 3.9, 3.9, 3.2, 4.1, 2.5, 4.2)
_SPREAD = (0.7, 0.6, 0.7, 0.9, 0.9, 0.7, 0.4, 0.6, 0.8, 0.8, 0.3, 0.6)
_BASKET = (6.5, 1.9, 1.8, 1.1, 1.2, 2.2, 1.2, 1.0, 0.9, 2.4, 0.6, 1.6)
_ENDINGS = ("99", "95", "90", "50", "00")
_PRICED = 0.4
_BY_APP, _BY_TELEPHONE = 0.42, 0.04
_NEVER_BY_TELEPHONE = 0.05
"""Who sells no more than this at a distance takes no orders by telephone."""
_WEB_BY_PHONE, _OTHER_DEVICE = 0.4, 0.1
_NEW_DEVICE, _NEW_EMAIL = 0.15, 0.1
_ABROAD = 0.08
_ANYWHERE = (0.12, 0.12, 0.1, 0.14, 0.12, 0.09, 0.07, 0.1, 0.08, 0.06)
_UNLOCATED = 0.07
"""Share of payments whose place the vendor cannot tell."""
_PRECHECKED = 0.8
"""Share of an order desk's remote payments that it looks at before they are sent to us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Payments:
    """The payments, and the columns that a chargeback hangs on."""

    table: Events
    channel: Value
    auth: Value
    amount: Value
    country: Value
    distance: Value
    checkout: Value
    device_age: Value
    email_age: Value
    day_count: Value


def plan_payments(plan: Plan, *, cards: Cards, merchants: Merchants, contacts: Events) -> Payments:
    """Plan the payments table, without outcome and without any plant."""
    pay = plan.events(
        "payments", of=cards.table, activity=cards.activity, week=_WEEK, hours=_HOURS, year=_YEAR,
        follow_ups=_FOLLOW_UPS, follow_hours=4.0,
    )  # fmt: skip
    home = pay.at(cards.country)
    pay.meet(
        merchants.table, home=home, kind=merchants.country, popularity=merchants.popularity,
        stays=_AT_HOME,
    )  # fmt: skip
    pay.number_id("payment_id")
    pay.column("paid_at", pay.moment, form="moment")
    pay.words("card_id", pay.at(cards.card_id))
    pay.words("merchant_id", pay.at(merchants.merchant_id))
    pay.words("acquirer_code", pay.at(merchants.acquirer))
    channel = pay.words("sales_channel", _channel(pay, merchants))
    amount = pay.number("amount_eur", _amount(pay, merchants), 2)
    remote = channel.among("web", "app")
    device = pay.words("device_os", _device(pay, channel, cards))
    auth = pay.words("auth_method", _authentication(pay, channel))
    country = pay.words("ip_country", _country(pay, channel, home, merchants))
    distance = pay.number("distance_km", _distance(pay, country, home), 1)
    speed = 4.5 + 0.55 * pay.normal("speed") + 0.51 * pay.at(cards.patience)
    seconds = pay.where(remote, speed.exp().clip(3.0, 1800.0), None)
    checkout = pay.number("checkout_seconds", seconds, 1)
    payments = Payments(
        table=pay,
        channel=channel,
        auth=auth,
        amount=amount,
        country=country,
        distance=distance,
        checkout=checkout,
        device_age=pay.number("device_age_days", _device_age(pay, cards, remote), 1),
        email_age=pay.column("email_age_days", _email_age(pay, cards), form="count"),
        day_count=pay.count("payments_24h", pay.past_count(1)),
    )
    _baskets(pay, payments, merchants)
    _charges(pay, payments, cards=cards, merchants=merchants)
    _habits(pay, payments, contacts)
    _sessions(pay, payments, device)
    return payments


def _channel(pay: Events, merchants: Merchants) -> Value:
    online = pay.at(merchants.online)
    at_distance = pay.choice("at a distance", CHANNELS, (1.0 - _BY_APP, _BY_APP, 0.0, 0.0))
    near = pay.choice("near", CHANNELS, (0.0, 0.0, 1.0 - _BY_TELEPHONE, _BY_TELEPHONE))
    shop = pay.choice("shop", CHANNELS, (0.0, 0.0, 1.0, 0.0))
    offline = pay.where(online > _NEVER_BY_TELEPHONE, near, shop)
    return pay.where(pay.uniform("remote") < online, at_distance, offline)


def _amount(pay: Events, merchants: Merchants) -> Value:
    category = pay.at(merchants.category)
    usual = (category.by(_LOG_AMOUNT) + category.by(_SPREAD) * pay.normal("amount")).exp()
    amount = usual.clip(0.5, 25_000.0)
    # A good part of all prices is made to look low, or round.
    ending = pay.choice("ending", _ENDINGS, (0.4, 0.15, 0.15, 0.1, 0.2))
    price = amount.floor() + ending.by((0.99, 0.95, 0.9, 0.5, 0.0))
    price = price.clip(0.5, 25_000.0)
    return pay.where(pay.chance("priced", _PRICED), price, amount)


def _device(pay: Events, channel: Value, cards: Cards) -> Value:
    by_phone = channel.among("app") | pay.chance("phone", _WEB_BY_PHONE)
    other = pay.choice("another", DEVICES, (0.22, 0.2, 0.36, 0.18, 0.04))
    usual = pay.where(by_phone, pay.at(cards.phone), pay.at(cards.desktop))
    borrowed = pay.chance("borrowed", _OTHER_DEVICE) & channel.among("web")
    return pay.only_where(channel.among("web", "app"), pay.where(borrowed, other, usual))


def _authentication(pay: Events, channel: Value) -> Value:
    by_channel = (
        (0.36, 0.4, 0.24, 0.0, 0.0), (0.36, 0.4, 0.24, 0.0, 0.0),
        (0.0, 0.0, 0.0, 0.4, 0.6), (1.0, 0.0, 0.0, 0.0, 0.0),
    )  # fmt: skip
    return pay.choice("authentication", AUTHENTICATION, by_channel, by=channel)


def _country(pay: Events, channel: Value, home: Value, merchants: Merchants) -> Value:
    anywhere = pay.choice("anywhere", COUNTRIES, _ANYWHERE)
    from_ = pay.where(pay.chance("abroad", _ABROAD), anywhere, home)
    return pay.where(channel.among("in_store"), pay.at(merchants.country), from_)


def _distance(pay: Events, country: Value, home: Value) -> Value:
    spread = pay.normal("distance")
    near, far = (2.6 + 1.5 * spread).exp(), (7.0 + 0.7 * spread).exp()
    distance = pay.where(country.same(home), near, far).clip(0.0, 12_000.0)
    return pay.where(pay.chance("unlocated", _UNLOCATED), None, distance)


def _device_age(pay: Events, cards: Cards, remote: Value) -> Value:
    usual = (pay.moment / DAY - pay.at(cards.first_device)) % pay.at(cards.renewal_days)
    fresh = 2.5 * pay.exponential("fresh device")
    age = pay.where(pay.chance("new device", _NEW_DEVICE), fresh, usual)
    return pay.where(remote, age, None)


def _email_age(pay: Events, cards: Cards) -> Value:
    usual = pay.moment / DAY - pay.at(cards.mailbox)
    fresh = 25.0 * pay.exponential("fresh email")
    age = pay.where(pay.chance("new email", _NEW_EMAIL), fresh, usual)
    return pay.where(pay.chance("mailbox not found", 0.03), None, age)


def _baskets(pay: Events, payments: Payments, merchants: Merchants) -> None:
    category = pay.at(merchants.category)
    items = 1.0 + category.by(_BASKET) * pay.exponential("basket")
    told = pay.uniform("items told") < pay.at(merchants.itemised)
    pay.column("basket_items", pay.where(told, items, None), form="count")
    # An address is only ever compared at a distance.
    matches = ((0.7, 0.16, 0.1, 0.04), (0.72, 0.15, 0.09, 0.04), (0, 0, 0, 1), (0.5, 0.2, 0.2, 0.1))
    pay.words(
        "address_match", pay.choice("address match", ADDRESS_MATCH, matches, by=payments.channel)
    )
    shipped = payments.channel.among("web", "app", "telephone")
    how = pay.choice("shipping", SHIPPING, (0.44, 0.17, 0.14, 0.25))
    pay.words("shipping_method", pay.only_where(shipped, how))
    # Vouchers are worth whole euros, so that their share of a basket is any number.
    worth = (1.0 + 3.0 * pay.exponential("voucher worth")).floor() * 5.0
    share = (worth / (worth + payments.amount)).clip(0.0, 0.9)
    pay.number("voucher_share", pay.where(pay.chance("voucher", 0.11), share, None), 4)


def _charges(pay: Events, payments: Payments, *, cards: Cards, merchants: Merchants) -> None:
    """What is taken or looked at before a payment reaches us, and only for some."""
    # Most pay in the currency of the place; the euro where there is no other of their own.
    own = {"PL": 3, "GB": 1, "US": 2, "TR": 4}
    shares = [
        [0.97 if place == own.get(country, 0) else 0.0075 for place in range(len(CURRENCIES))]
        for country in COUNTRIES
    ]
    currency = pay.words(
        "currency_code", pay.choice("currency", CURRENCIES, shares, by=payments.country)
    )
    margin = (currency.by((0.0, 0.008, 0.006, 0.014, 0.031)) + 0.002 * pay.normal("margin")).clip(
        0.0005, 0.08
    )
    pay.number("fx_margin_share", pay.where(currency.among("EUR"), None, margin), 4)
    extra = pay.at(cards.funding).among("credit") & (pay.at(merchants.surcharge) > 0.0)
    surcharge = payments.amount * pay.at(merchants.surcharge)
    pay.number("surcharge_eur", pay.where(extra, surcharge.clip(0.05, 60.0), None), 2)
    ordered = payments.channel.among("web", "app", "telephone")
    looked = ordered & (pay.uniform("prechecked") < _PRECHECKED * pay.at(merchants.prechecks))
    minutes = (1.9 + 0.75 * pay.normal("precheck")).exp()
    pay.number("precheck_minutes", pay.where(looked, minutes, None), 1)


def _habits(pay: Events, payments: Payments, contacts: Events) -> None:
    pay.count("payments_7d", pay.past_count(7))
    pay.number("spend_7d_eur", pay.past_total(payments.amount, 7), 2)
    pay.number("spend_30d_eur", pay.past_total(payments.amount, 30), 2)
    pay.count("contacts_30d", pay.past_count_of(contacts, 30))
    pay.words("card_state", pay.state(payments.day_count, CARD_STATES, (2, 4)))


def _sessions(pay: Events, payments: Payments, device: Value) -> None:
    remote = payments.channel.among("web", "app")
    phone = device.among("android", "ios")
    small = pay.choice("small screen", ("360", "390", "412", "430"), (0.3, 0.34, 0.24, 0.12))
    large = pay.choice("large screen", ("1366", "1440", "1536", "1920", "2560"), (2, 2, 3, 5, 1))
    width = pay.where(
        phone, small.by((360, 390, 412, 430)), large.by((1366, 1440, 1536, 1920, 2560))
    )
    pay.column("screen_width_px", pay.where(remote, width, None), form="count")
    views = 2.0 + 5.0 * pay.exponential("views")
    pay.column("page_views", pay.where(remote, views, None), form="count")
    bad = (
        pay.uniform("reputation").square() * 40.0
        + 3.0 * (payments.distance.filled(0.0) + 1.0).log1p()
    )
    pay.number("ip_reputation", (100.0 - bad).clip(0.0, 100.0), 1)
    points = (4.1 + 1.2 * pay.normal("points") + 0.1 * payments.day_count).exp()
    member = pay.uniform("member") < payments.channel.by((0.4, 0.72, 0.3, 0.1))
    pay.column("loyalty_points", pay.where(member, points, None), form="count")
    pay.carrier("gateway_latency_ms", shape="skewed", middle=214.0, spread=0.32, decimals=5)
    pay.carrier("session_entropy", shape="mound", middle=1.3, spread=6.2, decimals=7)
    pay.carrier("terminal_clock_offset_ms", shape="bell", middle=38.0, spread=9.0, decimals=6)
