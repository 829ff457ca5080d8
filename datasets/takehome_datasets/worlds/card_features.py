"""What the gateway records of each payment at the moment at which it is made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.past import Past
from takehome_datasets.scene import DAY
from takehome_datasets.streams import Streams
from takehome_datasets.tables import Column
from takehome_datasets.worlds.card_sides import Cards, Habits, Merchants, choose
from takehome_datasets.worlds.card_traffic import Traffic
from takehome_datasets.worlds.card_words import (
    ADDRESS_MATCH,
    AUTHENTICATION,
    CHANNELS,
    COUNTRIES,
    DEVICES,
)

Floats = NDArray[np.float64]

WEB, APP, IN_STORE, TELEPHONE = range(len(CHANNELS))
NO_AUTH, FRICTIONLESS, CHALLENGE, CHIP_PIN, CONTACTLESS = range(len(AUTHENTICATION))
# By merchant category, in the order of CATEGORIES.
_LOG_AMOUNT = np.array([3.3, 3.4, 4.0, 5.0, 5.4, 3.0, 3.9, 3.9, 3.2, 4.1, 2.5, 4.2])
_SPREAD = np.array([0.7, 0.6, 0.7, 0.9, 0.9, 0.7, 0.4, 0.6, 0.8, 0.8, 0.3, 0.6])
_ENDINGS = np.array([0.99, 0.95, 0.9, 0.5, 0.0])
_PRICED = 0.4
_BY_APP, _BY_TELEPHONE, _CONTACTLESS = 0.42, 0.04, 0.6
_NEVER_BY_TELEPHONE = 0.05
"""Who sells no more than this at a distance takes no orders by telephone."""
_WEB_BY_PHONE, _OTHER_DEVICE = 0.4, 0.1
_NEW_DEVICE, _NEW_EMAIL = 0.15, 0.1
_ABROAD = 0.08
_UNLOCATED = 0.07
"""Share of payments whose place the vendor cannot tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draws:
    """Random numbers for one column of all payments, stretch by stretch."""

    traffic: Traffic
    streams: Streams

    def uniform(self, column: str) -> Floats:
        parts = [
            self.streams.rng("payments", column, name).random(rows.size)
            for name, rows in self.traffic.parts
        ]
        return np.concatenate(parts)

    def normal(self, column: str) -> Floats:
        parts = [
            self.streams.rng("payments", column, name).standard_normal(rows.size)
            for name, rows in self.traffic.parts
        ]
        return np.concatenate(parts)

    def code(self, column: str, shares: tuple[float, ...]) -> NDArray[np.int32]:
        parts = [
            choose(self.streams.rng("payments", column, name), shares, rows.size)
            for name, rows in self.traffic.parts
        ]
        return np.concatenate(parts)


def payment_columns(
    traffic: Traffic, *, cards: Cards, merchants: Merchants, streams: Streams
) -> dict[str, Column]:
    """Return the columns of the payments table, without outcome and without any plant."""
    draws = _Draws(traffic=traffic, streams=streams)
    category = merchants.columns["merchant_category"].values[traffic.merchant]
    channel = _channel(draws, merchants.online[traffic.merchant])
    remote = (channel == WEB) | (channel == APP)
    amount = _amount(draws, category)
    home = cards.columns["issuer_country"].values[traffic.card]
    site = merchants.columns["merchant_country"].values[traffic.merchant]
    country = np.where(channel == IN_STORE, site, _country(draws, home))
    device_age = _device_age(draws, cards.habits, traffic.card, traffic.moment / DAY)
    habits, day = cards.habits, traffic.moment / DAY
    columns = [
        _ids(traffic, streams),
        Column(name="paid_at", form="moment", values=traffic.moment),
        _link(cards.columns["card_id"], traffic.card),
        _link(merchants.columns["merchant_id"], traffic.merchant),
        _link(merchants.acquirer, traffic.merchant),
        _number("amount_eur", amount, 2),
        _text("sales_channel", channel, CHANNELS),
        _text("device_os", _device(draws, channel, habits, traffic.card), DEVICES),
        _text("auth_method", _authentication(draws, channel), AUTHENTICATION),
        _text("ip_country", country, COUNTRIES),
        _number("distance_km", _distance(draws, country != home), 1),
        _number("checkout_seconds", _checkout(draws, remote), 1),
        _number("device_age_days", np.where(remote, device_age, np.nan), 1),
        _count("email_age_days", _email_age(draws, day - habits.mailbox[traffic.card])),
        _text("address_match", draws.code("address_match", (0.66, 0.16, 0.1, 0.08)), ADDRESS_MATCH),
        _count("basket_items", 1 + np.floor(-1.7 * np.log1p(-draws.uniform("basket_items")))),
        *_velocity(traffic, amount),
    ]
    return {column.name: column for column in columns}


def _ids(traffic: Traffic, streams: Streams) -> Column:
    n = traffic.moment.size
    drawn = streams.rng("payments", "payment_id").integers(10**11, 10**12, size=n + n // 64 + 64)
    first = np.sort(np.unique(drawn, return_index=True)[1])
    return Column(name="payment_id", form="count", values=drawn[first][:n])


def _channel(draws: _Draws, online: Floats) -> NDArray[np.int32]:
    remote = draws.uniform("remote") < online
    by_app = draws.uniform("app") < _BY_APP
    by_telephone = (draws.uniform("telephone") < _BY_TELEPHONE) & (online > _NEVER_BY_TELEPHONE)
    near = np.where(by_telephone, TELEPHONE, IN_STORE)
    return np.where(remote, np.where(by_app, APP, WEB), near).astype(np.int32)


def _amount(draws: _Draws, category: NDArray[np.int32]) -> Floats:
    usual = np.exp(_LOG_AMOUNT[category] + _SPREAD[category] * draws.normal("amount_eur"))
    amount = np.maximum(usual, 0.5)
    # A good part of all prices is made to look low, or round.
    price = np.floor(amount) + _ENDINGS[draws.code("ending", (0.4, 0.15, 0.15, 0.1, 0.2))]
    priced = draws.uniform("priced") < _PRICED
    return np.asarray(np.round(np.where(priced, price, amount), 2), dtype=np.float64)


def _device(
    draws: _Draws, channel: NDArray[np.int32], habits: Habits, card: NDArray[np.int64]
) -> NDArray[np.int32]:
    by_phone = (channel == APP) | (draws.uniform("phone") < _WEB_BY_PHONE)
    other = draws.code("device_os", (0.22, 0.2, 0.36, 0.18, 0.04))
    usual = np.where(by_phone, habits.phone[card], habits.desktop[card])
    known = np.where(
        (draws.uniform("other device") < _OTHER_DEVICE) & (channel == WEB), other, usual
    )
    return np.where((channel == WEB) | (channel == APP), known, -1).astype(np.int32)


def _authentication(draws: _Draws, channel: NDArray[np.int32]) -> NDArray[np.int32]:
    remote = draws.code("auth_method", (0.36, 0.4, 0.24))
    in_store = np.where(draws.uniform("contactless") < _CONTACTLESS, CONTACTLESS, CHIP_PIN)
    by_telephone = np.where(channel == TELEPHONE, NO_AUTH, remote)
    return np.where(channel == IN_STORE, in_store, by_telephone).astype(np.int32)


def _country(draws: _Draws, home: NDArray[np.int32]) -> NDArray[np.int32]:
    anywhere = draws.code("ip_country", (0.12, 0.12, 0.1, 0.14, 0.12, 0.09, 0.07, 0.1, 0.08, 0.06))
    return np.where(draws.uniform("abroad") < _ABROAD, anywhere, home).astype(np.int32)


def _distance(draws: _Draws, abroad: NDArray[np.bool_]) -> Floats:
    spread = draws.normal("distance_km")
    distance = np.where(abroad, np.exp(7.0 + 0.7 * spread), np.exp(2.6 + 1.5 * spread))
    unknown = draws.uniform("unlocated") < _UNLOCATED
    return np.where(unknown, np.nan, np.round(np.minimum(distance, 12_000.0), 1))


def _checkout(draws: _Draws, remote: NDArray[np.bool_]) -> Floats:
    seconds = np.exp(4.5 + 0.75 * draws.normal("checkout_seconds"))
    return np.where(remote, np.round(np.clip(seconds, 3.0, 1800.0), 1), np.nan)


def _device_age(draws: _Draws, habits: Habits, card: NDArray[np.int64], day: Floats) -> Floats:
    usual = (day - habits.first_device[card]) % habits.renewal_days[card]
    fresh = -2.5 * np.log1p(-draws.uniform("device_age_days"))
    return np.where(draws.uniform("new_device") < _NEW_DEVICE, fresh, usual)


def _email_age(draws: _Draws, usual: Floats) -> Floats:
    fresh = -25.0 * np.log1p(-draws.uniform("email_age_days"))
    return np.floor(np.where(draws.uniform("new_email") < _NEW_EMAIL, fresh, usual))


def _velocity(traffic: Traffic, amount: Floats) -> list[Column]:
    past = Past.of(traffic.card, traffic.moment)
    cents = np.round(amount * 100.0).astype(np.int64)
    return [
        _count("payments_24h", past.count(DAY)),
        _count("payments_7d", past.count(7 * DAY)),
        _number("spend_30d_eur", past.total(cents, 30 * DAY) / 100.0, 2),
    ]


def _link(source: Column, rows: NDArray[np.int64]) -> Column:
    return replace(source, values=source.values[rows])


def _number(name: str, values: Floats, decimals: int) -> Column:
    return Column(name=name, form="number", values=np.round(values, decimals), decimals=decimals)


def _count(name: str, values: NDArray[Any]) -> Column:
    return Column(name=name, form="count", values=values.astype(np.int64))


def _text(name: str, codes: NDArray[Any], levels: tuple[str, ...]) -> Column:
    return Column(name=name, form="text", values=codes, levels=levels)
