"""Why a payment comes back: the logit of a chargeback, piece by piece.

The pieces that hang on one column bear its name. The others are what a linear model cannot say:
combinations, and curves that rise on both sides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from takehome_datasets.scene import DAY

if TYPE_CHECKING:
    from takehome_datasets.worlds.card_features import Payments
    from takehome_datasets.worlds.card_sides import Cards, Merchants

HIDDEN_WEIGHT: Final = 1.1
"""Standard deviation of what is peculiar to a card and can only be guessed from its past."""
REPORT_SCALE_DAYS: Final = 12.0
MISSED_EUR, ALARM_EUR = 95.0, 4.0
"""What a chargeback costs on average with its fee, and what a needless review costs."""

_SOLD_ON = ("electronics", "gift_cards", "ticketing")
_TESTED_AT = ("gaming", "streaming")
"""Where stolen cards are tried out with small amounts."""
_EVENING, _MORNING = 23.0, 5.0
_USUAL_LOG_AMOUNT = 3.8
_LARGE, _SMALL = 0.6, -1.6
"""Far from the usual amount, in logarithms."""
_FAR_KM = 60.0
_NEW_DEVICE_DAYS = 3.0
_NEW_CARD_DAYS = 90.0


def plan_risk(payments: Payments, *, cards: Cards, merchants: Merchants) -> None:
    """Plan what a chargeback hangs on."""
    pay, channel, auth = payments.table, payments.channel, payments.auth
    remote = channel.among("web", "app")
    size = payments.amount.log() - _USUAL_LOG_AMOUNT
    far = ((payments.distance + 0.0).log1p() - 3.0).filled(0.0)
    new_device = remote & (payments.device_age < _NEW_DEVICE_DAYS)
    checkout = ((payments.checkout.log() - 4.5) / 0.75).filled(0.0)
    category = pay.at(merchants.category)
    hour = pay.moment.hour()
    night = (hour >= _EVENING) | (hour <= _MORNING)
    new_card = pay.moment / DAY - pay.at(cards.issued) < _NEW_CARD_DAYS
    abroad = ~payments.country.same(pay.at(cards.country))
    terms = {
        "sales_channel": channel.by((0.5, 0.5, -0.5, 0.0)),
        "auth_method": auth.by((0.3, -0.3, -0.8, 0.0, 0.0)),
        "email_age_days": -0.3 * (payments.email_age.log1p() - 6.1).filled(0.0),
        "distance_km": 0.18 * far,
        "device_age_days": 0.4 * new_device,
        "checkout_seconds": 0.5 * checkout.square().clip(0.0, 5.0),
        "amount_eur:sales_channel": pay.where(remote, 0.5 * size, -0.45 * size),
        "device_age_days:distance_km": 1.5 * (new_device & (payments.distance > _FAR_KM)),
        "payments_24h:merchant_category": 1.5
        * ((payments.day_count >= 1) & category.among(*_SOLD_ON)),
        "auth_method:amount_eur": 1.2 * (remote & auth.among("none") & (size > _LARGE)),
        "paid_at:sales_channel": 1.1 * (night & remote),
        "amount_eur:merchant_category": 1.5 * (category.among(*_TESTED_AT) & (size < _SMALL)),
        "funding_type:ip_country": 1.4 * (pay.at(cards.funding).among("prepaid") & abroad),
        "issued_on:sales_channel": 1.1 * (new_card & remote),
    }
    pay.target(
        cards.table.hidden(),
        [pay.term(name, value) for name, value in terms.items()],
        hidden_weight=HIDDEN_WEIGHT,
        delay_days=REPORT_SCALE_DAYS,
        missed=MISSED_EUR,
        alarm=ALARM_EUR,
    )
