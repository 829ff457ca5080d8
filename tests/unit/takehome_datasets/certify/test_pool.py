from __future__ import annotations

from itertools import islice

import pytest

from takehome_datasets.certify.certificate import Certificate
from takehome_datasets.certify.gates import Verdict
from takehome_datasets.certify.pool import certified
from takehome_datasets.errors import ChallengeError
from takehome_datasets.seeds import attempt_seed

SECRET = b"a secret of the tests"


def certificate(*, good: bool) -> Certificate:
    gate = Verdict(
        name="a gate", measured=1.0 if good else 2.0, low=0.0, high=1.0, sentence="it is so"
    )
    return Certificate(verdicts=(gate,), prices=(), baits=(), normed=True, whole=True)


def passes(_attempt: int, seed: bytes) -> Certificate:
    return certificate(good=seed[0] % 3 == 0)


def test_seeds_follow_from_the_secret_and_the_attempt() -> None:
    seeds = {
        attempt_seed(secret, attempt) for secret in (SECRET, b"another") for attempt in range(50)
    }

    assert len(seeds) == 100
    assert {len(seed) for seed in seeds} == {32}
    assert attempt_seed(SECRET, 3) == attempt_seed(SECRET, 3)


@pytest.mark.parametrize(("secret", "attempt"), [(b"", 0), (SECRET, -1)])
def test_a_seed_without_a_secret_or_a_place_is_refused(secret: bytes, attempt: int) -> None:
    with pytest.raises(ValueError, match="a seed needs a secret"):
        attempt_seed(secret, attempt)


def test_what_passes_is_found_and_what_did_not_is_told() -> None:
    found = list(islice(certified(SECRET, passes), 5))

    tried = sorted(attempt for one in found for attempt in (one.attempt, *one.rejected))
    assert tried == list(range(found[-1].attempt + 1))
    for one in found:
        assert one.seed == attempt_seed(SECRET, one.attempt)
        assert one.seed[0] % 3 == 0
        assert all(attempt_seed(SECRET, k)[0] % 3 for k in one.rejected)


def test_it_goes_on_where_it_was_left() -> None:
    whole = list(islice(certified(SECRET, passes), 4))

    rest = list(islice(certified(SECRET, passes, start=whole[1].attempt + 1), 2))

    assert [one.seed for one in rest] == [one.seed for one in whole[2:]]


def test_a_recipe_that_never_passes_is_refused_with_the_gate_that_stops_it() -> None:
    tries: list[bytes] = []

    def never(_attempt: int, seed: bytes) -> Certificate:
        tries.append(seed)
        return certificate(good=False)

    with pytest.raises(ChallengeError, match=r'7 variants in a row.*"a gate" \(7 times\)'):
        next(certified(SECRET, never, most_attempts=7))

    assert len(tries) == 7
