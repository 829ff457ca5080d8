"""The vault's database: invitation → submissions → sittings → markings, automatic and human."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Table(DeclarativeBase):
    """What the vault's tables have in common."""


class Invitation(Table):
    """One candidate, one challenge, one variant."""

    __tablename__ = "invitation"

    kit: Mapped[str] = mapped_column(primary_key=True)
    challenge: Mapped[str]
    version: Mapped[int]
    candidate: Mapped[str]
    due: Mapped[date | None]
    invited_at: Mapped[datetime]
    content_hash: Mapped[str]
    attempt: Mapped[int]
    """Which of the variants that follow from the candidate's secret it is, counted from 0."""
    certified: Mapped[bool]
    key_file: Mapped[str]
    """The sealed key, among the vault's files."""
    data_file: Mapped[str]
    """The training tables, among the vault's files."""
    submissions: Mapped[list[Submitted]] = relationship(back_populates="invitation")


class Submitted(Table):
    """One thing that a candidate handed in, as received."""

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(primary_key=True)
    kit: Mapped[str] = mapped_column(ForeignKey("invitation.kit"))
    received_at: Mapped[datetime]
    sha256: Mapped[str]
    file: Mapped[str | None]
    """The submission itself; None where it could not be read."""
    invitation: Mapped[Invitation] = relationship(back_populates="submissions")
    sittings: Mapped[list[Sat]] = relationship(back_populates="submission")


class Sat(Table):
    """One sitting of a submission, with what it left behind."""

    __tablename__ = "sitting"

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"))
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    outcome: Mapped[str]
    evidence_file: Mapped[str]
    submission: Mapped[Submitted] = relationship(back_populates="sittings")
    markings: Mapped[list[Marked]] = relationship(back_populates="sitting")
    read_by: Mapped[list[Said]] = relationship(back_populates="sitting")


class Marked(Table):
    """One marking of a sitting's evidence."""

    __tablename__ = "marking"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    marked_at: Mapped[datetime]
    software: Mapped[str]
    """The version that marked."""
    marks_file: Mapped[str]
    total: Mapped[float | None]
    seat: Mapped[bytes | None]
    """What a comparison needs of the sitting; None where nobody kept it."""
    sitting: Mapped[Sat] = relationship(back_populates="markings")


class Said(Table):
    """One thing that a person said about a sitting. Rows are added and never changed."""

    __tablename__ = "human_mark"

    id: Mapped[int] = mapped_column(primary_key=True)
    sitting_id: Mapped[int] = mapped_column(ForeignKey("sitting.id"))
    reader: Mapped[str]
    at: Mapped[datetime]
    kind: Mapped[str]
    """`level`, `override` or `comment`."""
    about: Mapped[str]
    value: Mapped[float | None]
    reason: Mapped[str]
    before: Mapped[str]
    """What stood there before, in words."""
    rubric: Mapped[int]
    """The version of the rubric that was read with."""
    sitting: Mapped[Sat] = relationship(back_populates="read_by")
