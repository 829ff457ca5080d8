"""Canaries: what an attack would touch on its way out, watched from outside."""

from __future__ import annotations

import os
import secrets
import socket
import tempfile
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from takehome.sandbox import engine
from takehome.sandbox.protocol import SandboxMissing
from takehome.sandbox.trial import processes_called

SECRET = "redteam-secret-never-inside"  # noqa: S105 - bait
CONTENT = f"{SECRET}\n".encode()


@dataclass(slots=True)
class Canaries:
    """Listeners, a file and a folder that everybody may write to, and a secret."""

    folder: Path
    port: int
    hits: list[str]
    doors: list[socket.socket]

    @classmethod
    def set_out(cls, tmp_path: Path) -> Canaries:
        # Where everybody may walk to: pytest's own folder is closed to others.
        folder = Path(tempfile.mkdtemp(prefix="redteam-", dir="/tmp"))
        folder.chmod(0o777)
        (tmp_path / "canaries").symlink_to(folder)
        tcp = socket.create_server(("127.0.0.1", 0))
        port = int(tcp.getsockname()[1])
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", port))
        abstract, path = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
        abstract.bind(f"\0redteam-{port}")
        path.bind(str(folder / "socket"))
        (folder / "socket").chmod(0o777)
        canaries = cls(folder, port, [], [tcp, udp, abstract, path])
        canaries._write()
        for door in (tcp, abstract, path):
            door.listen()
            threading.Thread(target=canaries._welcome, args=(door,), daemon=True).start()
        threading.Thread(target=canaries._hear, args=(udp,), daemon=True).start()
        return canaries

    @property
    def file(self) -> Path:
        return self.folder / "file"

    def touched(self) -> list[str]:
        """Return what has changed about the file and the folder, and put it right again."""
        found = []
        folder = self.folder.stat()
        if (folder.st_mode & 0o7777, folder.st_uid) != (0o777, os.getuid()):
            found.append("the folder's mode or owner")
        names = {path.name for path in self.folder.iterdir()}
        if names != {"file", "socket"}:
            found.append(f"the folder holds {sorted(names)}")
        about = self.file.lstat() if self.file.exists() else None
        if (
            about is None
            or (about.st_mode & 0o7777, about.st_uid, about.st_mtime_ns) != self._was()
        ):
            found.append("the file's mode, owner or times")
        elif self.file.read_bytes() != CONTENT or os.listxattr(self.file):
            found.append("the file's content")
        if found:
            self._write()
        return found

    def fly_home(self) -> None:
        for door in self.doors:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            door.close()
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()

    def _was(self) -> tuple[int, int, int]:
        return (0o666, os.getuid(), 10**18)

    def _write(self) -> None:
        self.folder.chmod(0o777)
        for path in self.folder.iterdir():
            if path.name != "socket":
                path.unlink()
        self.file.write_bytes(CONTENT)
        self.file.chmod(0o666)
        os.utime(self.file, ns=(10**18, 10**18))

    def _welcome(self, door: socket.socket) -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                line.close()
                self.hits.append(f"a connection to {door.family.name}")

    def _hear(self, door: socket.socket) -> None:
        with suppress(OSError):
            while said := door.recv(4096):
                self.hits.append(f"a datagram: {said!r}")


def token() -> str:
    """Return a word by which what an attack leaves behind can be found."""
    return f"redteam-{secrets.token_hex(8)}"


def left(word: str) -> list[str]:
    """Return the processes that are called by a word."""
    return [f"process {one}" for one in processes_called(word) if int(one) != os.getpid()]


def boxes_left() -> list[str]:
    """Return the folders, groups and containers of this process that are still there."""
    here = Path(tempfile.gettempdir())
    found = [str(path) for path in here.glob(f"takehome-box-{os.getpid()}-*")]
    found += [str(path) for path in Path("/sys/fs/cgroup").glob(f"**/takehome/{os.getpid()}-*")]
    with suppress(SandboxMissing), closing(engine.connect()) as client:
        ours = client.containers(all=True, filters={"label": "takehome.owner"})
        found += [
            each["Id"] for each in ours if f"/{os.getpid()}/" in each["Labels"]["takehome.owner"]
        ]
    return found
