"""A submission handed in as a zip archive, read in memory by a parser that trusts no header.

Only what ordinary archivers write is read: one disk, entries that are stored or deflated, in clear.
Sizes are counted while they are unpacked and checksums are compared. The table at the archive's end
decides what there is; nothing else in the file is looked at.
"""

from __future__ import annotations

import stat
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from takehome.submission.flaw import Flaw, SubmissionUnusable, one_line
from takehome.submission.names import flaw_of_name
from takehome.submission.upload import Level, Listing, left_out_of, worth_a_word

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_ARCHIVE = 50 << 20
MAX_ENTRIES = 5000
MAX_RATIO = 100
_FREE = 1 << 20
"""Bytes that may be unpacked whatever their ratio: a short monotonous table is no bomb."""

_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_LONGEST_COMMENT = 0xFFFF
_SATURATED = (0xFFFF, 0xFFFFFFFF)
"""Values that send the reader to Zip64's fields."""
_ENCRYPTED = 0x2041
"""Bits 0, 6 and 13 of an entry's flags."""
_STORED, _DEFLATED = 0, 8

_PACK_AGAIN = "Pack the folder again as an ordinary .zip."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    offset: int
    mode: int
    """The file's Unix mode, or 0 where its archiver knows none."""

    @property
    def is_folder(self) -> bool:
        return self.name.endswith("/")


@dataclass(slots=True, kw_only=True)
class Archive:
    """A zip archive in memory."""

    data: bytes
    entries: dict[str, _Entry]
    unpacked: int = field(default=0, init=False)
    """Bytes unpacked so far."""

    def level(self, folder: str) -> Level:
        """List what stands directly in that folder, apart from what is left out."""
        files: set[str] = set()
        folders: set[str] = set()
        for name in self._below(folder):
            first, slash, _ = name.partition("/")
            (folders if slash else files).add(first)
        return Level(files=tuple(sorted(files)), folders=tuple(sorted(folders)))

    def listing(self, folder: str) -> Listing:
        """List every file below that folder."""
        left_out = {
            part
            for name in self.entries
            if name.startswith(_prefix(folder))
            and (part := left_out_of(name[len(_prefix(folder)) :]))
        }
        files = sorted(name for name in self._below(folder) if not name.endswith("/"))
        return Listing(files=tuple(files), left_out=worth_a_word([*left_out]))

    def _below(self, folder: str) -> Iterator[str]:
        prefix = _prefix(folder)
        for name in self.entries:
            inner = name[len(prefix) :]
            if name.startswith(prefix) and inner and left_out_of(inner.rstrip("/")) is None:
                yield inner

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a file, up to `limit` bytes and one.

        Raises:
            SubmissionUnusable: It is no regular file, is damaged, or unpacks to far too much.
        """
        entry = self.entries[name]
        if stat.S_IFMT(entry.mode) not in (0, stat.S_IFREG):
            raise _unusable(
                name, "it is a link or a device, and only files are read.", "Pack the file itself."
            )
        if entry.flags & _ENCRYPTED:
            raise _unusable(name, "it is encrypted.", "Pack the folder again without a password.")
        if entry.method not in (_STORED, _DEFLATED):
            raise _unusable(name, "it is packed in a way that not all can read.", _PACK_AGAIN)
        content = self._unpacked(entry, limit)
        if len(content) <= limit and zlib.crc32(content) != entry.crc:
            raise _unusable(name, "it is damaged: its checksum is another one.", _PACK_AGAIN)
        return content

    def _unpacked(self, entry: _Entry, limit: int) -> bytes:
        packed = self._packed(entry)
        if entry.method == _STORED:
            content = packed[: limit + 1]
        else:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                content = inflater.decompress(packed, limit + 1)
            except zlib.error as error:
                raise _unusable(entry.name, "it is damaged.", _PACK_AGAIN) from error
        self.unpacked += len(content)
        if self.unpacked > max(_FREE, MAX_RATIO * len(self.data)):
            raise _unusable(
                entry.name,
                f"the archive unpacks to more than {MAX_RATIO} times its own size.",
                "Leave out what is so monotonous.",
            )
        return content

    def _packed(self, entry: _Entry) -> bytes:
        header = self.data[entry.offset : entry.offset + _LOCAL.size]
        if len(header) == _LOCAL.size and header.startswith(b"PK\x03\x04"):
            *_, name_size, extra_size = _LOCAL.unpack(header)
            begin = entry.offset + _LOCAL.size + name_size + extra_size
            packed = self.data[begin : begin + entry.packed]
            if len(packed) == entry.packed:
                return packed
        raise _unusable(entry.name, "it is not where the archive says.", _PACK_AGAIN)


def read_archive(data: bytes, where: str) -> Archive:
    """Return the archive that the bytes hold; no file in it is unpacked yet.

    Args:
        data: The whole archive.
        where: What to call it in messages.

    Raises:
        SubmissionUnusable: It is no archive that can be read, or names in it lead elsewhere.
    """
    if len(data) > MAX_ARCHIVE:
        raise _unusable(
            where,
            f"the archive is larger than {MAX_ARCHIVE >> 20} MiB.",
            "Hand in the kit's submission/ folder alone.",
        )
    count, begin, end = _table(data, where)
    if count > MAX_ENTRIES:
        raise _unusable(
            where,
            f"the archive holds {count} entries; {MAX_ENTRIES} are read at most.",
            "Hand in the kit's submission/ folder alone.",
        )
    entries: dict[str, _Entry] = {}
    flaws = []
    for entry in _entries(data[begin:end], count, where):
        if left_out_of(entry.name.rstrip("/")) is None:
            flaw = flaw_of_name(entry.name[:-1] if entry.is_folder else entry.name)
            flaws += [flaw] if flaw else []
        if entry.name in entries:
            flaws.append(_flaw(entry.name, "the archive holds it twice.", _PACK_AGAIN))
        entries[entry.name] = entry
    if flaws:
        raise SubmissionUnusable(*flaws[:20])
    return Archive(data=data, entries=entries)


def _table(data: bytes, where: str) -> tuple[int, int, int]:
    """Return how many entries the archive's table has, and where it begins and ends."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - _LONGEST_COMMENT))
    if at < 0 or len(data) - at < _END.size:
        raise _unusable(where, "it is no zip archive, or not all of it.", _PACK_AGAIN)
    _, disk, first_disk, here, count, size, begin, _ = _END.unpack_from(data, at)
    if count == _SATURATED[0] or {size, begin} & {_SATURATED[1]}:
        raise _unusable(where, "it is written in Zip64's form.", _PACK_AGAIN)
    if disk or first_disk or here != count or begin + size != at:
        raise _unusable(where, "its table of contents does not hold together.", _PACK_AGAIN)
    return count, begin, at


def _entries(table: bytes, count: int, where: str) -> Iterator[_Entry]:
    at = 0
    for _ in range(count):
        if len(table) - at < _ENTRY.size or table[at : at + 4] != b"PK\x01\x02":
            raise _unusable(where, "its table of contents is damaged.", _PACK_AGAIN)
        fields = _ENTRY.unpack_from(table, at)
        _, _, _, flags, method, _, _, crc, packed, unpacked, *sizes, _, _, attributes, offset = (
            fields
        )
        name_size, extra_size, comment_size = sizes
        raw = table[at + _ENTRY.size : at + _ENTRY.size + name_size]
        at += _ENTRY.size + name_size + extra_size + comment_size
        if _SATURATED[1] in (packed, unpacked, offset):
            raise _unusable(where, "it is written in Zip64's form.", _PACK_AGAIN)
        yield _Entry(
            name=_name(raw),
            flags=flags,
            method=method,
            crc=crc,
            packed=packed,
            offset=offset,
            mode=attributes >> 16,
        )


def _name(raw: bytes) -> str:
    # Many archivers write UTF-8 without saying so; the old code page is what is left.
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _prefix(folder: str) -> str:
    return f"{folder}/" if folder else ""


def _flaw(name: str, what: str, mend: str) -> Flaw:
    return Flaw(what=what, where=one_line(name), mend=mend)


def _unusable(name: str, what: str, mend: str) -> SubmissionUnusable:
    return SubmissionUnusable(_flaw(name, what, mend))
