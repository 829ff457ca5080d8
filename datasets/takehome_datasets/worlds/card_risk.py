"""Why a payment comes back: the logit of a chargeback, piece by piece.

The pieces that hang on one column bear its name. The others are what a linear model cannot say:
combinations, and curves that rise on both sides. Every piece has mean zero, so that changing or
removing one leaves the prevalence about where it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.worlds.card_features import (
    APP,
    CHALLENGE,
    FRICTIONLESS,
    IN_STORE,
    NO_AUTH,
    WEB,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.tables import Column
    from takehome_datasets.worlds.card_sides import Cards, Merchants
    from takehome_datasets.worlds.card_traffic import Traffic

Floats = NDArray[np.float64]

HIDDEN_WEIGHT: Final = 0.8
_PREPAID = 2
_HOT_CATEGORIES = (3, 7, 11)
"""Electronics, gift cards and tickets are sold on."""


def risk_terms(
    columns: Mapping[str, Column], *, traffic: Traffic, cards: Cards, merchants: Merchants
) -> dict[str, Floats]:
    """Return the pieces of the logit, one value a payment."""
    channel = columns["sales_channel"].values
    remote = (channel == WEB) | (channel == APP)
    auth = columns["auth_method"].values
    size = np.log(columns["amount_eur"].values) - 3.8
    distance = np.nan_to_num(np.log1p(columns["distance_km"].values) - 3.0)
    new_device = remote & (columns["device_age_days"].values < 3.0)
    checkout = np.nan_to_num((np.log(columns["checkout_seconds"].values) - 4.5) / 0.75)
    email = np.log1p(columns["email_age_days"].values) - 6.1
    category = merchants.columns["merchant_category"].values[traffic.merchant]
    hot = np.isin(category, _HOT_CATEGORIES)
    prepaid = cards.columns["funding_type"].values[traffic.card] == _PREPAID
    busy = columns["payments_24h"].values >= 1
    hour = traffic.moment // 3600 % 24
    night = (hour < 6) | (hour >= 23)
    pieces = {
        "sales_channel": 0.5 * remote - 0.5 * (channel == IN_STORE),
        "auth_method": 0.3 * (auth == NO_AUTH)
        - 0.3 * (auth == FRICTIONLESS)
        - 0.8 * (auth == CHALLENGE),
        "email_age_days": -0.45 * email,
        "distance_km": 0.2 * distance,
        "device_age_days": 0.5 * new_device,
        "funding_type": 0.3 * prepaid,
        "checkout_seconds": 0.75 * (np.minimum(np.square(checkout), 6.0)),
        "amount_eur:sales_channel": np.where(remote, 0.55 * size, -0.5 * size),
        "device_age_days:distance_km": 1.8 * (new_device & (distance > 1.2)),
        "payments_24h:merchant_category": 1.9 * (busy & hot),
        "auth_method:amount_eur": 1.5 * (remote & (auth == NO_AUTH) & (size > 0.6)),
        "paid_at:sales_channel": np.where(night & remote, 1.4, 0.0),
    }
    return {name: piece - float(np.mean(piece)) for name, piece in pieces.items()}
