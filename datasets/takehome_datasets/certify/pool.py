"""A pool of certified variants: which attempts that follow from one secret pass, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_datasets.certify.certificate import Certificate
from takehome_datasets.errors import ChallengeError
from takehome_datasets.seeds import attempt_seed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_ATTEMPTS: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """One variant that passed."""

    attempt: int
    seed: bytes
    certificate: Certificate
    rejected: tuple[int, ...]
    """The attempts before it that did not pass."""


def certified(
    secret: bytes,
    examine: Callable[[int, bytes], Certificate],
    *,
    start: int = 0,
    most_attempts: int = MOST_ATTEMPTS,
) -> Iterator[Certified]:
    """Yield certified variants, one after the other, for ever.

    Args:
        secret: That their seeds follow from.
        examine: Says of an attempt and its seed whether the variant may be handed out.
        start: The first attempt: one more than the last that was found.
        most_attempts: How many in a row may be rejected.

    Raises:
        ChallengeError: So many in a row were; the message names the gate that stops most of them.
    """
    rejected: list[int] = []
    reasons: list[str] = []
    attempt = start
    while True:
        seed = attempt_seed(secret, attempt)
        certificate = examine(attempt, seed)
        if certificate.accepted:
            yield Certified(
                attempt=attempt, seed=seed, certificate=certificate, rejected=tuple(rejected)
            )
            rejected, reasons = [], []
        else:
            rejected.append(attempt)
            reasons += [verdict.name for verdict in certificate.reasons]
        if len(rejected) >= most_attempts:
            worst = max(dict.fromkeys(reasons), key=reasons.count, default="none")
            raise ChallengeError(
                f"{len(rejected)} variants in a row were rejected, from number {rejected[0]} on;"
                f' the gate that stops most is "{worst}"'
                f" ({reasons.count(worst)} times): mend the recipe, or measure its norm again"
            )
        attempt += 1
