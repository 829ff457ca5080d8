"""`takehome preview`: lay a challenge open for its author."""

from __future__ import annotations

from pathlib import Path

import click

from takehome.cli import options


@click.command()
@click.argument("challenge")
@click.option("--seed", default="author", show_default=True, help="Any text.")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page.  [default: preview-CHALLENGE.html]",
)
@options.quiet
@options.as_json
def preview(challenge: str, seed: str, out: Path | None, *, quiet: bool, as_json: bool) -> None:
    """Show what candidates of CHALLENGE see, what they do not, and what each plant costs.

    One variant is made and measured, which takes about a minute. The page gives the exam away:
    it is for authors and interviewers.
    """
    from takehome.challenge import find
    from takehome.preview import document, page, text
    from takehome.preview import preview as look

    found = find(challenge)
    with options.progress(quiet=quiet) as note:
        seen = look(found, seed=seed, note=note)
        note("drawing the page")
        html = page.render(seen)
    place = out or Path(f"preview-{found.name}.html")
    place.write_text(html, encoding="utf-8")
    if as_json:
        options.print_json({**document.document(seen), "page": str(place)})
    else:
        click.echo(text.text(seen))
        click.echo(f"{place} has it with pictures.")
