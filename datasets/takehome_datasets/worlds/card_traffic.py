"""Who pays where and when: the bare events of the card-payments world."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from takehome_datasets.scene import DAY
from takehome_datasets.worlds.card_words import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from takehome_datasets.streams import Streams
    from takehome_datasets.worlds.card_sides import Cards, Merchants
    from takehome_datasets.worlds.size import Size

_WEEK = np.array([0.93, 0.92, 0.95, 1.0, 1.18, 1.22, 0.80])
_HOURS = np.array(
    [5, 3, 2, 2, 2, 4, 9, 17, 28, 38, 46, 54, 60, 52, 47, 48, 54, 62, 66, 63, 55, 42, 26, 13],
    dtype=np.float64,
)
_AT_HOME = 0.9
"""Share of payments to merchants of the card holder's own country."""
_FOLLOW_UPS = 0.22
"""Share of payments that follow another one of the same card within hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The payments in the order of time."""

    moment: NDArray[np.int64]
    card: NDArray[np.int64]
    merchant: NDArray[np.int64]
    parts: tuple[tuple[str, NDArray[np.int64]], ...]
    """The stretches by name, each with its rows: every stretch has random streams of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shops:
    """The merchants country by country, for people who buy mostly at home."""

    order: NDArray[np.int64]
    reach: NDArray[np.float64]
    """Popularity added up in that order, from 0."""
    edges: NDArray[np.int64]
    """Where each country begins in it, and where the last one ends."""

    @classmethod
    def of(cls, merchants: Merchants) -> _Shops:
        country = merchants.columns["merchant_country"].values
        order = np.argsort(country, kind="stable")
        return cls(
            order=order,
            reach=np.concatenate([[0.0], np.cumsum(merchants.popularity[order])]),
            edges=np.searchsorted(country[order], np.arange(len(COUNTRIES) + 1)),
        )

    def pick(self, home: NDArray[np.int32], rng: np.random.Generator) -> NDArray[np.int64]:
        """Return a merchant for each buyer."""
        at_home, place = rng.random((2, home.size))
        first, end = self.edges[home], self.edges[home + 1]
        stays = (at_home < _AT_HOME) & (end > first)
        low = np.where(stays, self.reach[first], 0.0)
        high = np.where(stays, self.reach[end], self.reach[-1])
        found = np.searchsorted(self.reach, low + place * (high - low), side="right") - 1
        return np.asarray(self.order[np.clip(found, 0, self.order.size - 1)])


def make_traffic(
    size: Size,
    spans: Mapping[str, tuple[int, int]],
    *,
    cards: Cards,
    merchants: Merchants,
    streams: Streams,
) -> Traffic:
    """Return the payments of all stretches, each with exactly its number of rows."""
    per_day = size.window_rows / size.window_days
    counts = {name: round(per_day * (end - first)) for name, (first, end) in spans.items()}
    counts |= {"training": size.rows, "near": size.window_rows, "later": size.window_rows}
    busy = np.cumsum(cards.activity)
    shops = _Shops.of(merchants)
    home = cards.columns["issuer_country"].values
    moments, owners, places, parts, done = [], [], [], [], 0
    for name, span in spans.items():
        n = counts[name]
        moment, first_of = _moments(span, n, name, streams)
        usable = np.searchsorted(cards.appears, moment, side="right")
        picks = streams.rng("payments", "card", name).random(n)
        card = np.searchsorted(busy, picks * busy[usable - 1], side="right")
        follows = first_of >= 0
        card[follows] = card[first_of[follows]]
        # A follow-up can stand before its first payment, where the card was not yet in use.
        moment = np.maximum(moment, cards.appears[card])
        moments.append(moment)
        places.append(shops.pick(home[card], streams.rng("payments", "merchant", name)))
        owners.append(card)
        parts.append((name, np.arange(done, done + n)))
        done += n
    moment, card = np.concatenate(moments), np.concatenate(owners)
    order = np.lexsort((card, moment))
    return Traffic(
        moment=moment[order],
        card=card[order],
        merchant=np.concatenate(places)[order],
        parts=tuple(parts),
    )


def _moments(
    span: tuple[int, int], n: int, name: str, streams: Streams
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the second of each payment, and for a follow-up the payment that it follows."""
    first, end = span
    days = np.arange(first, end)
    weight = np.repeat(_WEEK[days % 7], 24) * np.tile(_HOURS, days.size)
    edges = np.concatenate([[0.0], np.cumsum(weight)])
    picks = streams.rng("payments", "moment", name).random(n) * edges[-1]
    hour = np.minimum(np.searchsorted(edges, picks, side="right") - 1, weight.size - 1)
    within = (picks - edges[hour]) / weight[hour]
    moment = first * DAY + ((hour + within) * 3600.0).astype(np.int64)
    count = round(_FOLLOW_UPS * n)
    rng = streams.rng("payments", "follow-up", name)
    first_of = np.full(n, -1, dtype=np.int64)
    if count:
        leader = (rng.random(count) * (n - count)).astype(np.int64) + count
        first_of[:count] = leader
        later = moment[leader] + 30 + (-np.log1p(-rng.random(count)) * 4 * 3600).astype(np.int64)
        # Past the end of the stretch it comes as long before instead.
        beyond = later >= end * DAY
        moment[:count] = np.where(beyond, 2 * moment[leader] - later, later)
        moment = np.maximum(moment, first * DAY)
    return moment, first_of
