"""A page of ours does nothing: no script, no handler, no address of anywhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import html5lib

if TYPE_CHECKING:
    from collections.abc import Iterator

FORBIDDEN: Final = {
    "script",
    "img",
    "iframe",
    "object",
    "embed",
    "link",
    "base",
    "form",
    "input",
    "button",
    "foreignObject",
    "animate",
    "audio",
    "video",
    "math",
    "noscript",
}
ADDRESSES: Final = ("href", "src", "srcset", "action", "data", "poster", "background", "formaction")
UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def parsed(text: str) -> ET.Element:
    # Strict: what an HTML parser would have to guess is an error.
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root = parser.parse(text)
    assert isinstance(root, ET.Element)
    return root


def tag(element: ET.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def addresses(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2].lower() in ADDRESSES:
                yield value


def assert_inert(text: str) -> ET.Element:
    root = parsed(text)
    assert not {tag(element) for element in root.iter()} & FORBIDDEN
    for element in root.iter():
        assert not [name for name in element.attrib if name.lower().startswith("on")]
        assert element.attrib.get("http-equiv", "").lower() in ("", "content-security-policy")
        assert "url(" not in element.attrib.get("style", "")
    for address in addresses(root):
        parts = urlsplit(address)
        assert not parts.scheme
        assert not parts.netloc
    for sheet in (e.text or "" for e in root.iter() if tag(e) == "style"):
        assert "url(" not in sheet
        assert "@import" not in sheet
    assert not UNSEEN.search(text)
    return root
