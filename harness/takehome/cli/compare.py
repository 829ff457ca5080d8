"""`takehome compare`: many sittings side by side, in tiers and not in ranks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from takehome.cli import options


@click.command()
@click.argument("sittings", type=int, nargs=-1)
@click.option("--challenge", help="All candidates of this challenge, where no SITTING is named.")
@click.option(
    "--blind/--names",
    default=True,
    show_default=True,
    help="Whether everybody goes by their kit, or by name.",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["html", "terminal", "csv", "json"]),
    default="html",
    show_default=True,
    help="A page, a table here, a table for a spreadsheet, or one JSON document.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("comparison"),
    show_default=True,
    help="The folder of the page.",
)
@click.option("--reports", is_flag=True, help="Write everybody's report beside the page as well.")
@options.quiet
def compare(  # noqa: PLR0913 - an argument for each option
    sittings: tuple[int, ...],
    challenge: str | None,
    shape: str,
    out: Path,
    *,
    blind: bool,
    reports: bool,
    quiet: bool,
) -> None:
    """Set each SITTING beside the others: tiers, who saw what, which plant tells people apart.

    Without any, the sitting that counts of everybody who was invited. Where noise explains a
    difference, two stand in one tier, in an order that says nothing.
    """
    from takehome.report import cohort, cohort_table, page, side_by_side, terminal
    from takehome.report.from_vault import summary_of, title_of

    with options.progress(quiet=quiet) as note, options.opened_vault() as vault:
        numbers = tuple(dict.fromkeys(sittings)) or vault.counting(challenge)
        if not numbers:
            raise click.UsageError("The vault holds no sitting to compare.")
        found = side_by_side.seated(vault, numbers, note)
        challenges = sorted({each.challenge for each in found})
        if len(challenges) > 1:
            raise click.UsageError(
                f"These are of different challenges: {', '.join(challenges)}. Name one of them"
                " with --challenge, or sittings of one alone."
            )
        again = side_by_side.resampled(vault, found)
        beside = reports and shape == "html"
        links = {number: f"sitting-{number}.html" for number in numbers if beside}
        for number, link in links.items():
            note(f"writing the report of sitting {number}")
            summary = summary_of(vault, number)
            about = summary.about
            shown = replace(about, candidate=summary.kit) if blind else about
            out.mkdir(parents=True, exist_ok=True)
            text = page.render(replace(summary, about=shown))
            (out / link).write_text(text, encoding="utf-8")
    seats = side_by_side.seats(found, blind=blind, links=links)
    whole = cohort.cohort(seats, title=title_of(challenges[0]), blind=blind, again=again)
    match shape:
        case "terminal":
            terminal.show_cohort(whole)
        case "csv":
            click.echo(cohort_table.as_csv(whole), nl=False)
        case "json":
            options.print_json(cohort_table.document(whole))
        case _:
            out.mkdir(parents=True, exist_ok=True)
            (out / "index.html").write_text(cohort.render(whole), encoding="utf-8")
            click.echo(out / "index.html")
