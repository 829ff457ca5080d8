"""An engine elsewhere, reached over a network, in the clear and encrypted."""

from __future__ import annotations

import os
import select
import socket
import ssl
import subprocess
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import numpy as np
import pytest

from integration.sandbox.seat import IDS, PREDICT, seated
from takehome.sandbox import engine
from takehome.sandbox.docker import Docker
from takehome.sandbox.facts import CHECKS, Check

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HERE = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock").removeprefix("unix://")
BASIC = [check for check in CHECKS if not check.word or "flood" in check.fact]
pytestmark = pytest.mark.needs("docker")


class Port:
    """A port of this machine that leads to its engine, as one of another machine would."""

    def __init__(self, encryption: ssl.SSLContext | None) -> None:
        self._encryption = encryption
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"tcp://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._welcome, daemon=True).start()

    def close(self) -> None:
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _welcome(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                threading.Thread(target=self._lead, args=(caller,), daemon=True).start()

    def _lead(self, caller: socket.socket) -> None:
        with suppress(OSError), caller, socket.socket(socket.AF_UNIX) as there:
            there.connect(HERE)
            if self._encryption is None:
                _both_ways(caller, there)
            else:
                with self._encryption.wrap_socket(caller, server_side=True) as opened:
                    _both_ways(opened, there)


def _both_ways(caller: socket.socket, there: socket.socket) -> None:
    while True:
        ready = [caller] if getattr(caller, "pending", int)() else []
        for source in ready or select.select([caller, there], [], [])[0]:
            piece = source.recv(1 << 16)
            if not piece:
                return
            (there if source is caller else caller).sendall(piece)


@pytest.fixture(params=["in the clear", "encrypted"])
def remote(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Docker]:
    encryption = None
    if request.param == "encrypted":
        encryption = certified(tmp_path)
        monkeypatch.setenv("DOCKER_TLS_VERIFY", "1")
        monkeypatch.setenv("DOCKER_CERT_PATH", str(tmp_path))
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            # They would be believed instead of the engine's own authority.
            monkeypatch.delenv(name, raising=False)
    with closing(Port(encryption)) as port:
        monkeypatch.setenv("DOCKER_HOST", port.address)
        yield Docker()


def certified(folder: Path) -> ssl.SSLContext:
    """Make a certificate that is its own authority, and the same for the client."""
    made = subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=engine", "-addext", "subjectAltName=IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")),
        ],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"no certificate can be made: {made.stderr.decode()[-200:]}")
    (folder / "ca.pem").write_bytes((folder / "cert.pem").read_bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize("check", BASIC, ids=lambda check: check.fact)
def test_a_box_elsewhere_is_as_usable_as_one_here(check: Check, remote: Docker) -> None:
    check.holds(remote)


def test_a_sitting_elsewhere_is_like_one_here(remote: Docker) -> None:
    with seated(remote) as seat:
        fitted = seat.sit(PREDICT)
        answer, columns = seat.probe()

    assert fitted["kind"] == "fitted"
    assert answer["kind"] == "answer"
    assert np.allclose(columns["values"], (IDS % 7 + 0.5) / 10)


def test_an_engine_elsewhere_says_who_it_is(remote: Docker) -> None:
    assert remote.name == "docker"
    with closing(engine.connect()) as client:
        assert engine.about(client).identity
