"""The cards and the merchants of the card-payments world, with what only the world knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.scene import DAY
from takehome_datasets.tables import Column
from takehome_datasets.worlds.card_words import (
    ACQUIRERS,
    CATEGORIES,
    COUNTRIES,
    FUNDING,
    SCHEMES,
)
from takehome_datasets.worlds.size import WARM_UP_DAYS, Size

if TYPE_CHECKING:
    from takehome_datasets.streams import Streams

PAYMENTS_PER_CARD = 6.5
"""In the training period."""
_HOME = (0.27, 0.17, 0.14, 0.11, 0.10, 0.07, 0.06, 0.05, 0.02, 0.01)
_FUNDING = (0.55, 0.35, 0.10)
_DEBIT, _CREDIT = (0.42, 0.40, 0.0, 0.18), (0.43, 0.42, 0.15, 0.0)
"""Amex gives credit, Maestro does not."""
_DESKTOPS = (0.0, 0.0, 0.62, 0.31, 0.07)
_CATEGORIES = (0.20, 0.14, 0.12, 0.08, 0.06, 0.07, 0.09, 0.03, 0.05, 0.06, 0.06, 0.04)
_ACQUIRERS = (0.34, 0.28, 0.22, 0.16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What the payments of one card have in common, one value a card."""

    phone: NDArray[np.int32]
    desktop: NDArray[np.int32]
    """Their operating systems."""
    renewal_days: NDArray[np.float64]
    """How long a device is kept."""
    first_device: NDArray[np.float64]
    """The day on which the first one came into use."""
    mailbox: NDArray[np.float64]
    """The day on which the e-mail address was opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """Every card, in the order in which they appear."""

    columns: Mapping[str, Column]
    appears: NDArray[np.int64]
    """The second from which it can be used."""
    activity: NDArray[np.float64]
    hidden: NDArray[np.float64]
    habits: Habits


@dataclass(frozen=True, slots=True, kw_only=True)
class Merchants:
    """Every merchant."""

    columns: Mapping[str, Column]
    appears: NDArray[np.int64]
    acquirer: Column
    """Which bank each one's payments go through; only payments tell it."""
    popularity: NDArray[np.float64]
    online: NDArray[np.float64]
    """The share of its payments that are made at a distance."""


def choose(rng: np.random.Generator, shares: tuple[float, ...], size: int) -> NDArray[np.int32]:
    """Return codes drawn with these shares."""
    edges = np.cumsum(np.asarray(shares))
    codes = np.searchsorted(edges / edges[-1], rng.random(size), side="right")
    return np.minimum(codes, len(shares) - 1).astype(np.int32)


def make_cards(size: Size, *, last_day: int, streams: Streams) -> Cards:
    """Return the cards, of which a third comes while the world is being watched."""
    n = max(50, round(1.2 * size.rows / PAYMENTS_PER_CARD))
    rng = partial(streams.rng, "cards")
    share = np.sort(rng("appears").random(n), kind="stable")
    old, young = 0.7, 0.3
    watched = last_day + WARM_UP_DAYS
    first_use = np.where(
        share < old, -WARM_UP_DAYS, -WARM_UP_DAYS + (share - old) / young * watched
    )
    age = np.where(share < old, 30.0 + 1400.0 * rng("age").random(n), 2.0)
    issued = np.floor(first_use - age).astype(np.int64)
    funding = choose(rng("funding_type"), _FUNDING, n)
    debit, credit = (choose(rng("card_scheme"), shares, n) for shares in (_DEBIT, _CREDIT))
    scheme = np.where(funding == FUNDING.index("credit"), credit, debit)
    columns = [
        Column(name="card_id", form="text", values=np.arange(n), levels=_tokens("c", n, streams)),
        _coded("issuer_country", choose(rng("issuer_country"), _HOME, n), COUNTRIES),
        _coded("card_scheme", scheme, SCHEMES),
        _coded("funding_type", funding, FUNDING),
        Column(name="issued_on", form="day", values=issued),
        Column(name="holder_birth_year", form="count", values=_birth_years(rng("birth"), n)),
    ]
    return Cards(
        columns={column.name: column for column in columns},
        appears=np.floor(first_use * DAY).astype(np.int64),
        activity=-np.log1p(-rng("activity").random((2, n))).sum(axis=0),
        hidden=rng("hidden").standard_normal(n),
        habits=_habits(issued, streams),
    )


def _habits(issued: NDArray[np.int64], streams: Streams) -> Habits:
    rng, n = partial(streams.rng, "cards"), issued.size
    renewal = 400.0 + 600.0 * rng("renewal_days").random(n)
    return Habits(
        phone=choose(rng("phone"), (0.55, 0.45), n),
        desktop=choose(rng("desktop"), _DESKTOPS, n),
        renewal_days=renewal,
        first_device=issued - renewal * rng("first_device").random(n) * 0.5,
        mailbox=issued + 700.0 * np.log1p(-rng("mailbox").random(n)) - 10.0,
    )


def make_merchants(size: Size, *, streams: Streams) -> Merchants:
    """Return the merchants, a few of them very popular."""
    n = max(30, round(size.rows / 100))
    rng = partial(streams.rng, "merchants")
    category = choose(rng("merchant_category"), _CATEGORIES, n)
    since = -WARM_UP_DAYS - 20 - np.floor(2200 * rng("onboarded_on").random(n)).astype(np.int64)
    # Groceries, restaurants and fuel are bought in person, the rest mostly at a distance.
    base = np.array([0.15, 0.1, 0.6, 0.75, 0.85, 0.3, 0.02, 0.9, 0.97, 0.5, 1.0, 0.85])
    columns = [
        Column(
            name="merchant_id", form="text", values=np.arange(n), levels=_tokens("m", n, streams)
        ),
        _coded("merchant_category", category, CATEGORIES),
        _coded("merchant_country", choose(rng("merchant_country"), _HOME, n), COUNTRIES),
        Column(name="onboarded_on", form="day", values=since),
    ]
    return Merchants(
        columns={column.name: column for column in columns},
        appears=since * DAY,
        acquirer=_coded("acquirer_code", choose(rng("acquirer_code"), _ACQUIRERS, n), ACQUIRERS),
        popularity=np.exp(0.6 * rng("popularity").standard_normal(n)),
        online=base[category],
    )


def _coded(name: str, codes: NDArray[np.int32], levels: tuple[str, ...]) -> Column:
    return Column(name=name, form="text", values=codes, levels=levels)


def _birth_years(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    return 1948 + np.floor(58.0 * np.sqrt(rng.random(n)) * 0.995).astype(np.int64)


def _tokens(letter: str, n: int, streams: Streams) -> tuple[str, ...]:
    """Return as many different ids, which tell nothing about the order they were made in."""
    drawn = streams.rng("tokens", letter).integers(16**9, 16**10, size=n + n // 8 + 16)
    different = dict.fromkeys(int(value) for value in drawn)
    return tuple(f"{letter}_{value:010x}" for value in list(different)[:n])
