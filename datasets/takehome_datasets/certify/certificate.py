"""A certificate: whether a variant may be handed out, and why."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from takehome_datasets.certify import gates
from takehome_datasets.certify.ablation import Price, prices
from takehome_datasets.certify.accidental import scan
from takehome_datasets.certify.bait import Bait, baits
from takehome_datasets.certify.case import Case, make_case
from takehome_datasets.certify.gates import Verdict
from takehome_datasets.certify.norm import Norm, standings

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What all gates said of one variant."""

    verdicts: tuple[Verdict, ...]
    prices: tuple[Price, ...]
    baits: tuple[Bait, ...]
    normed: bool
    """Whether it was held to the norm of its recipe."""
    whole: bool
    """Whether every gate was asked; a hasty examination ends at the first that does not hold."""

    @property
    def accepted(self) -> bool:
        """Whether the variant may be handed out."""
        return self.whole and all(verdict.holds for verdict in self.verdicts)

    @property
    def reasons(self) -> tuple[Verdict, ...]:
        """Return the gates that did not hold."""
        return tuple(verdict for verdict in self.verdicts if not verdict.holds)


def certify(
    recipe: Recipe,
    *,
    seed: bytes,
    norm: Norm | None,
    hasty: bool = False,
    note: Callable[[str], None] | None = None,
) -> Certificate:
    """Examine the variant of a recipe and a seed.

    Args:
        recipe: What decides it, apart from the seed.
        seed: The variant's.
        norm: Of the recipe; without one nobody knows whether it is as hard as the next.
        hasty: Whether to stop where it is rejected anyway, and measure what gates ask alone.
        note: Is told what is being done, a few words at a time.

    Raises:
        ChallengeError: The recipe cannot be made into a variant; the message says what would do.
    """
    say = note or (lambda _: None)
    say("fitting its anchors")
    return examine(make_case(recipe, seed), norm=norm, hasty=hasty, note=say)


def examine(
    case: Case,
    *,
    norm: Norm | None,
    hasty: bool = False,
    note: Callable[[str], None] | None = None,
) -> Certificate:
    """Put a variant through all gates, the cheap ones first."""
    say = note or (lambda _: None)
    verdicts = [*gates.prevalence(case), *gates.asked(case), *gates.order(case)]
    if norm is not None:
        verdicts += [*gates.equal(standings(case), norm), *gates.hidden_roles(norm)]
    paid: tuple[Price, ...] = ()
    promised: tuple[Bait, ...] = ()
    rejected = hasty and not all(verdict.holds for verdict in verdicts)
    if not rejected:
        say("looking for leaks that nobody planted")
        verdicts += gates.clean(scan(case.made.dirty, case.made.records))
        rejected = hasty and not all(verdict.holds for verdict in verdicts)
    if not rejected:
        say("pricing what was planted")
        asked = partial(gates.has_price, norm=norm) if hasty else None
        paid, promised = prices(case, asked=asked), baits(case, hasty=hasty)
        verdicts += gates.priced(paid, case.made.records, norm)
        verdicts += gates.baited(promised)
    return Certificate(
        verdicts=tuple(verdicts),
        prices=paid,
        baits=promised,
        normed=norm is not None,
        whole=not rejected,
    )


def as_text(certificate: Certificate) -> str:
    """Return a certificate for people: what was decided first, then every gate."""
    failed = certificate.reasons
    lines = [
        "accepted" if certificate.accepted else f"rejected: {len(failed)} gates do not hold",
        *(f"  {verdict.name}: {verdict.sentence}" for verdict in failed),
    ]
    if not certificate.normed:
        lines.append("held to no norm: this recipe's was never measured")
    if not certificate.whole:
        lines.append("not all gates were asked: it was rejected before")
    lines += ["", f"{'gate':<44}{'measured':>10}  {'band':<20}"]
    lines += [
        f"{one.name:<44}{one.measured:>10.3f}  {_band(one):<20}".rstrip()
        + ("" if one.holds else "  MISSED")
        for one in certificate.verdicts
    ]
    if certificate.prices:
        lines += ["", f"{'plant':<44}{'price':>10}{'error':>8}{'bait':>8}{'ceiling':>9}"]
    promised = {bait.plant: bait for bait in certificate.baits}
    for price in certificate.prices:
        bait = promised.get(price.plant)
        gain = "" if bait is None else f"{bait.gain:.3f}"
        ceiling = "" if bait is None or bait.ceiling is None else f"{bait.ceiling:.3f}"
        row = f"{price.plant:<44}{price.value:>10.3f}{price.error:>8.3f}{gain:>8}{ceiling:>9}"
        lines.append(row.rstrip())
    return "\n".join(lines) + "\n"


def _band(verdict: Verdict) -> str:
    if math.isinf(verdict.low):
        return f"≤ {verdict.high:.3f}"
    if math.isinf(verdict.high):
        return f"≥ {verdict.low:.3f}"
    return f"{verdict.low:.3f} … {verdict.high:.3f}"
