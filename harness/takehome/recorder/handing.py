"""What a worker process is handed of its parent's knowledge: tables that exist in memory only.

The examples table a worker can read for itself. Carriers of tables that calls made are laid down
for it when joblib is about to start, in plain arrays.
"""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .hooks import Hooks
    from .resolve import Resolver

_TABLES: Final = 6


def laying(desk: str) -> Callable[[Hooks, Callable[..., Any], str, str], Callable[..., Any]]:
    """Return how to make a hook that lays down what is known before it calls."""

    def make(
        hooks: Hooks, original: Callable[..., Any], library: str, name: str
    ) -> Callable[..., Any]:
        del library, name
        recorder = hooks.recorder

        @functools.wraps(original)
        def hooked(*args: Any, **kwargs: Any) -> Any:
            parallel = getattr(args[0], "n_jobs", 1) not in {1, None}
            if recorder.on and parallel and recorder.current() is None:
                try:
                    lay(recorder.resolver, desk)
                except Exception as error:  # noqa: BLE001 - a fault of ours is never the candidate's
                    recorder.failed(error)
            return original(*args, **kwargs)

        return hooked

    return make


def lay(resolver: Resolver, desk: str) -> None:
    """Lay down the carriers of the tables that were made last.

    Raises:
        OSError: There is no room.
    """
    for number, made in enumerate(resolver.derived.all()[-_TABLES:]):
        carriers = [each for each in made.carriers if not each[1].space]
        if not carriers or made.origin <= 0:
            continue
        rows = carriers[0][1].rows
        parts = [np.array([made.origin, made.width, len(carriers)], dtype=np.float64), rows]
        for at, carrier in carriers:
            parts.extend((np.array([at], dtype=np.float64), carrier.values))
        path = os.path.join(desk, f"made-{number}.npy")  # noqa: PTH118 - light enough for every start
        np.save(path, np.concatenate(parts))


def take(resolver: Resolver, desk: str) -> None:
    """Learn what was laid down.

    Raises:
        OSError: It cannot be read.
        ValueError: It is not what we lay down.
    """
    for number in range(_TABLES):
        path = os.path.join(desk, f"made-{number}.npy")  # noqa: PTH118 - as above
        if not os.path.exists(path):  # noqa: PTH110 - as above
            continue
        held = np.load(path, mmap_mode="r", allow_pickle=False)
        origin, width, count = (int(each) for each in held[:3])
        n = (len(held) - 3 - count) // (1 + count)
        ids = held[3 : 3 + n].astype(np.int32)
        columns = held[3 + n :].reshape(count, n + 1)
        # A number below zero is that of a call in the process above.
        resolver.derived.adopt(-origin, width, [(int(each[0]), each[1:]) for each in columns], ids)
