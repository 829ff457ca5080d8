"""`python -m takehome`."""

from takehome.cli import main

main(prog_name="takehome")
