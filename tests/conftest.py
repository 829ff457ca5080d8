"""What tests need of the machine: `@pytest.mark.needs("docker")` and the like.

Where it is missing, the test is skipped with the reason and how to get it; where the environment
variable TAKEHOME_REQUIRE names it, the test fails instead, so that no skip can hide.
"""

from __future__ import annotations

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, settings

import axe
import browser
from takehome.sandbox.choose import choose
from takehome.sandbox.protocol import SandboxMissing

# How long an example takes is the machine's business, never a test's.
settings.register_profile(
    "takehome", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("takehome")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "needs(name): runs only where it works: docker, bubblewrap, chromium, axe"
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            if reason := lacking(name):
                required = os.environ.get("TAKEHOME_REQUIRE", "").split(",")
                (pytest.fail if name in required else pytest.skip)(f"{name}: {reason}")


@cache
def lacking(name: str) -> str:
    """Return why something cannot be used here and how to get it, or an empty string."""
    if name == "chromium":
        return "" if browser.executable() else f"there is none; {browser.HOW}"
    try:
        if name == "axe":
            axe.script()
            return ""
        choose(name).confinement()
    except (SandboxMissing, axe.AxeMissing) as missing:
        return str(missing)
    return ""
