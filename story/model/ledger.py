"""The ledger of a story: what it claims, what an examination found, and who says so."""

from typing import Annotated

from pydantic import Field

from story.model.fields import Model, Name, Text, Verdict, Word


class Claim(Model):
    """A statement that the story rests on, and what an examination of it found."""

    claim: Text
    """the statement, in our own words"""
    verdict: Verdict
    """what the examination found"""
    finding: Text | None = None
    """the evidence, in a sentence or two"""
    sources: list[Word] = []
    """ids of sources"""


class Source(Model):
    """A publication."""

    title: Text
    """what it is"""
    publisher: Text | None = None
    """who published it first"""
    date: Word | None = None
    """when"""
    quality: Annotated[int, Field(ge=1, le=3)] | None = None
    """3 official, primary or research; 2 serious news or scholarly; 1 a pointer only"""
    url: Annotated[str, Field(pattern=r"^https?://[^\s\"'<>\\]+$", max_length=600)] | None = None
    """address of the original"""


class Ledger(Model):
    """The claims of a story, their sources, and the claims that it leaves out."""

    claims: dict[Name, Claim] = {}
    """claims by id"""
    sources: dict[Name, Source] = {}
    """sources by id"""
    left_out: dict[Name, Text] = {}
    """claims that no step uses, with the reason"""
