from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from recipes import full_recipe
from takehome_datasets.variant import make_variant

if TYPE_CHECKING:
    from takehome_datasets.variant import Variant


@pytest.fixture(scope="session")
def variant() -> Variant:
    return make_variant(full_recipe(), seed=b"a seed of the tests")
