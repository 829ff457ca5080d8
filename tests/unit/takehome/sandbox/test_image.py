from __future__ import annotations

import re

import pytest

from takehome.sandbox import environment, image
from takehome.sandbox.image import Target

DEBIAN = Target(version=(3, 11, 2), machine="x86_64", glibc=(2, 36))
NEWER = Target(version=(3, 13, 1), machine="aarch64", glibc=(2, 41))


def names(target: Target) -> dict[str, str]:
    found = image.wanted(environment.lock(), target)
    return dict(entry.split(" ", 1)[0].split("==") for entry in found)


def test_one_version_of_each_package_is_wanted() -> None:
    for target in (DEBIAN, NEWER):
        wanted = names(target)

        assert set(environment.ASKED_FOR) <= set(wanted)
        assert len(wanted) == len(image.wanted(environment.lock(), target))


def test_packages_are_chosen_for_the_images_python_and_not_for_ours() -> None:
    versions = environment.pinned()["numpy"]

    assert {names(DEBIAN)["numpy"], names(NEWER)["numpy"]} == versions


@pytest.mark.parametrize("foreign", ["colorama", "appnope", "cffi"])
def test_what_other_systems_need_is_not_wanted(foreign: str) -> None:
    assert foreign in environment.pinned()
    assert foreign not in names(DEBIAN)


def test_everything_that_is_wanted_has_a_hash() -> None:
    for entry in image.wanted(environment.lock(), DEBIAN):
        assert re.fullmatch(r"[a-z0-9-]+==\S+( --hash=sha256:[0-9a-f]{64})+", entry.strip())


def test_platforms_go_from_the_newest_to_the_oldest_that_run_there() -> None:
    platforms = image.platforms(DEBIAN)

    assert platforms[0] == "manylinux_2_36_x86_64"
    assert "manylinux_2_37_x86_64" not in platforms
    assert platforms.index("manylinux_2_17_x86_64") + 1 == platforms.index("manylinux2014_x86_64")
    assert platforms[-1] == "any"


def test_the_tag_names_the_lock() -> None:
    assert re.fullmatch(r"takehome/submissions:[0-9a-f]{16}", image.tag())
