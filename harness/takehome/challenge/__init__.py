"""Challenges: the text file that an author edits, what can be wrong with it, and finding it."""

from takehome.challenge.file import NAME, ChallengeFile, SittingLimits, World, table_of
from takehome.challenge.folder import Challenge, find, folder_of, read

__all__ = [
    "NAME",
    "Challenge",
    "ChallengeFile",
    "SittingLimits",
    "World",
    "find",
    "folder_of",
    "read",
    "table_of",
]
