"""Why a payment comes back: the logit of a chargeback, piece by piece.

The pieces that hang on one column bear its name. The others are what a linear model cannot say:
combinations, and curves that rise on both sides. Every piece has mean zero, so that changing or
removing one leaves the prevalence about where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.scene import DAY
from takehome_datasets.worlds.card_features import (
    APP,
    CHALLENGE,
    FRICTIONLESS,
    IN_STORE,
    NO_AUTH,
    WEB,
)
from takehome_datasets.worlds.card_words import CATEGORIES, FUNDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.tables import Column
    from takehome_datasets.worlds.card_sides import Cards, Merchants
    from takehome_datasets.worlds.card_traffic import Traffic

Floats = NDArray[np.float64]

HIDDEN_WEIGHT: Final = 1.1
"""Standard deviation of what is peculiar to a card and can only be guessed from its past."""

_PREPAID = FUNDING.index("prepaid")
_SOLD_ON = [CATEGORIES.index(name) for name in ("electronics", "gift_cards", "ticketing")]
_TESTED_AT = [CATEGORIES.index(name) for name in ("gaming", "streaming")]
"""Where stolen cards are tried out with small amounts."""
_NIGHT_HOURS = (23, 0, 1, 2, 3, 4, 5)
_USUAL_LOG_AMOUNT = 3.8
_LARGE, _SMALL = 0.6, -1.6
"""Far from the usual amount, in logarithms."""
_FAR_KM = 60.0
_NEW_DEVICE_DAYS = 3.0
_NEW_CARD_DAYS = 90.0


def risk_terms(
    columns: Mapping[str, Column], *, traffic: Traffic, cards: Cards, merchants: Merchants
) -> dict[str, Floats]:
    """Return the pieces of the logit, one value a payment."""
    channel = columns["sales_channel"].values
    remote = (channel == WEB) | (channel == APP)
    auth = columns["auth_method"].values
    size = np.log(columns["amount_eur"].values) - _USUAL_LOG_AMOUNT
    distance = columns["distance_km"].values
    far = np.nan_to_num(np.log1p(distance) - 3.0)
    new_device = remote & (columns["device_age_days"].values < _NEW_DEVICE_DAYS)
    checkout = np.nan_to_num((np.log(columns["checkout_seconds"].values) - 4.5) / 0.75)
    email = np.log1p(columns["email_age_days"].values) - 6.1
    category = merchants.columns["merchant_category"].values[traffic.merchant]
    hot = np.isin(category, _SOLD_ON)
    prepaid = cards.columns["funding_type"].values[traffic.card] == _PREPAID
    abroad = columns["ip_country"].values != cards.columns["issuer_country"].values[traffic.card]
    new_card = (
        traffic.moment / DAY - cards.columns["issued_on"].values[traffic.card] < _NEW_CARD_DAYS
    )
    busy = columns["payments_24h"].values >= 1
    night = np.isin(traffic.moment // 3600 % 24, _NIGHT_HOURS)
    pieces = {
        "sales_channel": 0.5 * remote - 0.5 * (channel == IN_STORE),
        "auth_method": 0.3 * (auth == NO_AUTH)
        - 0.3 * (auth == FRICTIONLESS)
        - 0.8 * (auth == CHALLENGE),
        "email_age_days": -0.3 * email,
        "distance_km": 0.18 * far,
        "device_age_days": 0.4 * new_device,
        "checkout_seconds": 0.5 * np.minimum(np.square(checkout), 5.0),
        "amount_eur:sales_channel": np.where(remote, 0.5 * size, -0.45 * size),
        "device_age_days:distance_km": 1.5 * (new_device & (distance > _FAR_KM)),
        "payments_24h:merchant_category": 1.5 * (busy & hot),
        "auth_method:amount_eur": 1.2 * (remote & (auth == NO_AUTH) & (size > _LARGE)),
        "paid_at:sales_channel": 1.1 * (night & remote),
        "amount_eur:merchant_category": 1.5 * (np.isin(category, _TESTED_AT) & (size < _SMALL)),
        "funding_type:ip_country": 1.4 * (prepaid & abroad),
        "issued_on:sales_channel": 1.1 * (new_card & remote),
    }
    return {name: piece - float(np.mean(piece)) for name, piece in pieces.items()}
