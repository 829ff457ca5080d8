"""Which variant a candidate gets: the first that passes its examination, or the first of all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from takehome_datasets.certify.certificate import Certificate
    from takehome_datasets.certify.norm import Norm
    from takehome_datasets.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One of the variants that follow from a candidate's secret."""

    number: int
    certified: bool
    """Whether it passed its examination; else it was handed out as it came."""


UNEXAMINED = Attempt(number=0, certified=False)


def first_certified(
    recipe: Recipe, secret: bytes, note: Callable[[str], None], *, norm: Norm | None
) -> Attempt:
    """Return the first attempt that passes.

    Args:
        recipe: Of the challenge.
        secret: That the seeds of this candidate's attempts follow from.
        note: Is told what is going on, attempt by attempt.
        norm: Of the recipe. Where it was never measured, nobody knows how hard its variants are:
            then the first is taken as it comes, and that is said.

    Raises:
        ChallengeError: The recipe cannot be made into a variant, or nothing that it makes passes.
    """
    if norm is None:
        note("not certified: what its variants come to on the average was never measured")
        return UNEXAMINED
    # Fits models: seconds of imports that nobody should pay who takes what comes.
    from takehome_datasets.certify.certificate import certify
    from takehome_datasets.certify.pool import certified

    def examine(attempt: int, seed: bytes) -> Certificate:
        def said(words: str) -> None:
            note(f"variant {attempt + 1}: {words}")

        found = certify(recipe, seed=seed, norm=norm, hasty=True, note=said)
        if not found.accepted:
            said(f"rejected, {found.reasons[0].name}: {found.reasons[0].sentence}")
        return found

    passed = next(certified(secret, examine))
    note(f"variant {passed.attempt + 1}: certified")
    return Attempt(number=passed.attempt, certified=True)
