"""Writing challenges: a folder to start from, a check that takes seconds, and a schema for editors.

All of it works on the text files that an author edits. What a challenge measures is not told here:
that takes variants and sittings.
"""

from takehome.authoring.check import problems_of
from takehome.authoring.new import new_challenge
from takehome.authoring.schema import challenge_schema

__all__ = ["challenge_schema", "new_challenge", "problems_of"]
