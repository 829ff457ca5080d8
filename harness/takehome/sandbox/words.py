"""The words for what a sandbox enforces, and for how strong the sandboxes are."""

from __future__ import annotations

from typing import Final

TIME: Final = "time"
LOG: Final = "log"
PRIVILEGES: Final = "no privileges"
NETWORK: Final = "no network"
FILES: Final = "own files only"
PROCESSES_APART: Final = "own processes only"
CALLS: Final = "system calls"
MEMORY: Final = "memory"
MEMORY_EACH: Final = "memory of each process alone"
PROCESSES: Final = "processes"
CPU: Final = "cpu"
DISK: Final = "disk"
INODES: Final = "number of files"

LIMITED: Final = (
    *(TIME, LOG, PRIVILEGES, NETWORK, FILES, PROCESSES_APART, CALLS),
    *(MEMORY, PROCESSES, CPU, DISK, INODES),
)
"""All that a sandbox can hold a submission to."""

VITAL: Final = (TIME, PRIVILEGES, NETWORK, FILES, PROCESSES_APART)
"""What a sandbox without which is none."""

STRENGTHS: Final = ("landlock", "bubblewrap", "docker")
"""The sandboxes from the weakest to the strongest."""

UNSAFE: Final = "unsafe-no-sandbox"
