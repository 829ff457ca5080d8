"""The kit: what a candidate receives, and the other way round, a submission laid out in files."""

from takehome.kit.contents import Kit, kit_files
from takehome.kit.folder import FolderTaken, check_free, write_folder, write_kit
from takehome.kit.reference import Reference, submission_files

__all__ = [
    "FolderTaken",
    "Kit",
    "Reference",
    "check_free",
    "kit_files",
    "submission_files",
    "write_folder",
    "write_kit",
]
