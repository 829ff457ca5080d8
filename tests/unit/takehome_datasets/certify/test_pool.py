from __future__ import annotations

from itertools import islice

import pytest

from takehome_datasets.certify.certificate import Certificate
from takehome_datasets.certify.gates import Verdict
from takehome_datasets.certify.pool import certified, pool_seed
from takehome_datasets.errors import ChallengeError

SECRET = b"a secret of the tests"


def certificate(*, good: bool) -> Certificate:
    gate = Verdict(
        name="a gate", measured=1.0 if good else 2.0, low=0.0, high=1.0, sentence="it is so"
    )
    return Certificate(verdicts=(gate,), prices=(), baits=(), normed=True, whole=True)


def passes(seed: bytes) -> Certificate:
    return certificate(good=seed[0] % 3 == 0)


def test_seeds_follow_from_secret_recipe_and_counter() -> None:
    seeds = {
        pool_seed(secret, recipe, counter)
        for secret in (SECRET, b"another")
        for recipe in ("one", "two")
        for counter in range(50)
    }

    assert len(seeds) == 200
    assert {len(seed) for seed in seeds} == {32}
    assert pool_seed(SECRET, "one", 3) == pool_seed(SECRET, "one", 3)


@pytest.mark.parametrize(("secret", "counter"), [(b"", 0), (SECRET, -1)])
def test_a_seed_without_a_secret_or_a_place_is_refused(secret: bytes, counter: int) -> None:
    with pytest.raises(ValueError, match="a seed needs a secret"):
        pool_seed(secret, "one", counter)


def test_the_pool_holds_what_passes_and_tells_what_did_not() -> None:
    found = list(islice(certified(SECRET, "one", passes), 5))

    tried = sorted(counter for one in found for counter in (one.counter, *one.rejected))
    assert tried == list(range(found[-1].counter + 1))
    for one in found:
        assert one.seed == pool_seed(SECRET, "one", one.counter)
        assert one.seed[0] % 3 == 0
        assert all(pool_seed(SECRET, "one", k)[0] % 3 for k in one.rejected)


def test_it_goes_on_where_it_was_left() -> None:
    whole = list(islice(certified(SECRET, "one", passes), 4))

    rest = list(islice(certified(SECRET, "one", passes, start=whole[1].counter + 1), 2))

    assert [one.seed for one in rest] == [one.seed for one in whole[2:]]


def test_a_recipe_that_never_passes_is_refused_with_the_gate_that_stops_it() -> None:
    tries: list[bytes] = []

    def never(seed: bytes) -> Certificate:
        tries.append(seed)
        return certificate(good=False)

    with pytest.raises(ChallengeError, match=r'7 variants in a row.*"a gate" \(7 times\)'):
        next(certified(SECRET, "one", never, most_tries=7))

    assert len(tries) == 7
