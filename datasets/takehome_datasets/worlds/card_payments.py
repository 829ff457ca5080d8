"""Card payments: cards are used at merchants, and some payments come back as chargebacks.

A few thousand cards, each with habits and a hidden inclination to be disputed, pay at a few hundred
merchants. Chargebacks are reported weeks later.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from takehome_datasets.scene import DAY, Calendar, Delay, Scene, Stretch
from takehome_datasets.tables import Column, Table
from takehome_datasets.worlds.card_features import payment_columns
from takehome_datasets.worlds.card_risk import HIDDEN_WEIGHT, risk_terms
from takehome_datasets.worlds.card_sides import make_cards, make_merchants
from takehome_datasets.worlds.card_traffic import Traffic, make_traffic
from takehome_datasets.worlds.card_words import LEXICON, TABLES
from takehome_datasets.worlds.size import GAP_DAYS, TRAINING_DAYS, WARM_UP_DAYS, Size

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from takehome_datasets.streams import Streams

REPORT_SCALE_DAYS = 12.0


def build(size: Size, streams: Streams) -> Scene:
    """Return the world before any plant: what happened, and the logit of what came of it."""
    window = size.window_days
    near, later = TRAINING_DAYS, TRAINING_DAYS + window + GAP_DAYS
    spans = {
        "warm-up": (-WARM_UP_DAYS, 0),
        "training": (0, near),
        "near": (near, near + window),
        "gap": (near + window, later),
        "later": (later, later + window),
    }
    cards = make_cards(size, last_day=later + window, streams=streams)
    merchants = make_merchants(size, streams=streams)
    traffic = make_traffic(size, spans, cards=cards, merchants=merchants, streams=streams)
    columns = payment_columns(traffic, cards=cards, merchants=merchants, streams=streams)
    calendar = Calendar(
        starts=_first_day(streams),
        training=_stretch(spans["training"], traffic),
        windows={name: _stretch(spans[name], traffic) for name in ("near", "later")},
    )
    known_until = np.full(traffic.moment.size, calendar.extraction)
    return Scene(
        calendar=calendar,
        lexicon=LEXICON,
        tables={
            "payments": _table("payments", columns, traffic.moment),
            "cards": _table("cards", cards.columns, cards.appears),
            "merchants": _table("merchants", merchants.columns, merchants.appears),
        },
        examples="payments",
        id_column="payment_id",
        outcome_column="is_chargeback",
        pinned=("payment_id", "paid_at", "card_id", "merchant_id"),
        moment=traffic.moment,
        entity=traffic.card,
        links={"cards": traffic.card, "merchants": traffic.merchant},
        terms=risk_terms(columns, traffic=traffic, cards=cards, merchants=merchants),
        hidden=cards.hidden,
        hidden_weight=HIDDEN_WEIGHT,
        delay=Delay(scale=REPORT_SCALE_DAYS),
        known_until=known_until,
    )


def _first_day(streams: Streams) -> date:
    """Return a Monday, so that every variant has as many weekends as the next."""
    weeks = int(streams.rng("calendar", "first day").integers(0, 78))
    return date(2023, 1, 2) + timedelta(weeks=weeks)


def _stretch(span: tuple[int, int], traffic: Traffic) -> Stretch:
    first, end = np.searchsorted(traffic.moment, [span[0] * DAY, span[1] * DAY])
    return Stretch(first=span[0], end=span[1], rows=slice(int(first), int(end)))


def _table(name: str, columns: Mapping[str, Column], appears: NDArray[np.int64]) -> Table:
    return Table(name=name, meaning=TABLES[name], columns=columns, appears=appears)
