"""Seeds of attempts: one after the other, from one secret.

Whoever keeps the number of an attempt keeps the variant: the same secret makes the same one again
without examining anything, and nobody without it can make one.
"""

from __future__ import annotations

import hmac
from typing import Final

_LABEL: Final = b"takehome attempt 1"


def attempt_seed(secret: bytes, attempt: int) -> bytes:
    """Return the seed of an attempt.

    Args:
        secret: Of one candidate, or of a whole pool.
        attempt: From 0 on.

    Raises:
        ValueError: The secret is empty, or the attempt negative.
    """
    if not secret or attempt < 0:
        raise ValueError(f"a seed needs a secret and an attempt from 0 on; attempt is {attempt}")
    return hmac.digest(secret, b"%s\0%d" % (_LABEL, attempt), "sha256")
