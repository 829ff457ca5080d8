"""What the numbers of a preview are in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from takehome_datasets.certify.ablation import Price
    from takehome_datasets.certify.bait import Bait
    from takehome_datasets.certify.certificate import Certificate


def priced(price: Price | None) -> str:
    """Return what it costs not to see a plant."""
    if price is None:
        return "It has no price of its own."
    told = (
        f"Not seeing it costs {price.value:.3f} ± {price.error:.3f} of skill in {price.window},"
        f" {price.precision_lost:.3f} of average precision"
    )
    return f"{told}." if price.sure else f"{told}: a blemish, not a trap."


def promised(bait: Bait | None) -> str:
    """Return what a leak promises; nothing for what is no leak."""
    if bait is None:
        return ""
    return f"It adds {bait.gain:.3f} to a naive validation score."


def verdict(certificate: Certificate) -> str:
    """Return what certification says of the variant that is shown."""
    if certificate.accepted:
        return "This variant is certified." + (
            "" if certificate.normed else " There is no norm yet."
        )
    reasons = "; ".join(f"{one.name}: {one.sentence}" for one in certificate.reasons)
    return f"This variant would not be handed out: {reasons}"
