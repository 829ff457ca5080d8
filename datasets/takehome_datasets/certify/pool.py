"""A pool of certified variants: which seeds pass, found ahead of the day they are needed.

Seeds follow from a secret and a counter. Whoever keeps the pool keeps the counters alone: the same
secret finds the same variants again, and nobody without it can make one.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from takehome_datasets.certify.certificate import Certificate
from takehome_datasets.errors import ChallengeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LABEL: Final = b"takehome pool 1"
MOST_TRIES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Certified:
    """One variant of the pool."""

    counter: int
    seed: bytes
    certificate: Certificate
    rejected: tuple[int, ...]
    """The counters that were tried before it and did not pass."""


def pool_seed(secret: bytes, recipe: str, counter: int) -> bytes:
    """Return the seed of a counter.

    Args:
        secret: Of the vault.
        recipe: Whose pool it is: the hash of the recipe.
        counter: From 0 on.

    Raises:
        ValueError: The secret is empty, or the counter negative.
    """
    if not secret or counter < 0:
        raise ValueError(f"a seed needs a secret and a counter from 0 on; counter is {counter}")
    message = b"\0".join((_LABEL, recipe.encode(), b"%d" % counter))
    return hmac.digest(secret, message, "sha256")


def certified(
    secret: bytes,
    recipe: str,
    examine: Callable[[bytes], Certificate],
    *,
    start: int = 0,
    most_tries: int = MOST_TRIES,
) -> Iterator[Certified]:
    """Yield certified variants, one after the other, for ever.

    Args:
        secret: Of the vault.
        recipe: Whose pool it is: the hash of the recipe.
        examine: Says of a seed whether its variant may be handed out.
        start: The first counter to try: one more than the last that was found.
        most_tries: How many in a row may be rejected.

    Raises:
        ChallengeError: So many in a row were; the message names the gate that stops most of them.
    """
    rejected: list[int] = []
    reasons: list[str] = []
    counter = start
    while True:
        seed = pool_seed(secret, recipe, counter)
        certificate = examine(seed)
        if certificate.accepted:
            yield Certified(
                counter=counter, seed=seed, certificate=certificate, rejected=tuple(rejected)
            )
            rejected, reasons = [], []
        else:
            rejected.append(counter)
            reasons += [verdict.name for verdict in certificate.reasons]
        if len(rejected) >= most_tries:
            worst = max(dict.fromkeys(reasons), key=reasons.count, default="none")
            raise ChallengeError(
                f"{len(rejected)} variants in a row were rejected, from number {rejected[0]} on;"
                f' the gate that stops most is "{worst}"'
                f" ({reasons.count(worst)} times): mend the recipe, or measure its norm again"
            )
        counter += 1
