"""The fields of a layer: where a table keeps its places, what is joined, how values are written."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from story.model.fields import Model, Text


def _decimal(value: object) -> object:
    if value not in (",", "."):
        raise ValueError('write "," or ".", in quotation marks')
    return value


Decimal: TypeAlias = Annotated[Literal[",", "."], BeforeValidator(_decimal)]


class Columns(Model):
    """The columns of a table that hold the places; without them they are found by their names."""

    lon: str | None = None
    """column of the longitude (or easting)"""
    lat: str | None = None
    """column of the latitude (or northing)"""
    wkt: str | None = None
    """column of geometries as well-known text"""

    @model_validator(mode="after")
    def _one_way(self) -> "Columns":
        if (self.lon is None) != (self.lat is None):
            raise ValueError("'lon' and 'lat' go together")
        if (self.lon is None) == (self.wkt is None):
            raise ValueError("give either 'lon' and 'lat', or 'wkt'")
        return self


class Join(Model):
    """A table whose columns become fields of the layer, matched by a key."""

    source: str
    """CSV, TSV or XLSX file, found as the layer's own source is"""
    key: str
    """field of the layer that identifies the row"""
    column: str | None = None
    """column of the table that holds the same; by default named as the key"""
    fields: Annotated[list[str], Field(min_length=1)] | None = None
    """columns to take, which then replace fields of the same name; by default all that are new"""
    sheet: str | None = None
    """sheet of an XLSX file; by default its only one"""
    encoding: str | None = None
    """character encoding of a file that is not UTF-8"""
    decimal: Decimal | None = None
    """sign before the decimals of numbers in the table, as for a layer"""


Count: TypeAlias = Annotated[int, Field(ge=1)]


class LayerLimits(Model):
    """How much the file of a layer may ask of the machine; over a limit it is refused."""

    file_bytes: Count | None = None
    """bytes of the file, and of all files that belong to it; by default 1,000,000,000"""
    unpacked_bytes: Count | None = None
    """bytes that a zip, KMZ or XLSX file may become; by default 2,000,000,000"""
    unpacked_ratio: Count | None = None
    """times that a packed file of over 10 MB may grow when it is unpacked; by default 200"""
    features: Count | None = None
    """features of the layer that is read; by default 2,000,000"""
    vertices: Count | None = None
    """positions of all geometries together; by default 20,000,000"""
    crossings: Count | None = None
    """places where the outlines of areas cross themselves; by default 100,000"""
    nesting: Annotated[int, Field(ge=1, le=500)] | None = None
    """levels of objects and lists within each other; by default 100"""
    seconds: Count | None = None
    """seconds that reading, and that drawing a large layer, may take each; by default 60"""
    memory_bytes: Count | None = None
    """bytes of memory that each of the two may take; by default 6,000,000,000"""


class FieldFormat(Model):
    """What a field is called, and how its values are written."""

    title: Text | None = None
    """what readers see in place of the field's name"""
    unit: Text | None = None
    """written behind the value"""
    decimals: Annotated[int, Field(ge=0, le=10)] | None = None
    """decimals of a number, which is then written in the language's way"""
    date: Literal["day", "month", "year"] | None = None
    """how much of an ISO date is written: 31 August 2023, August 2023, or 2023"""
    link: bool = False
    """the value is an address (http, https or mailto) that a click opens"""

    @model_validator(mode="after")
    def _one_kind(self) -> "FieldFormat":
        if (self.decimals is not None) + (self.date is not None) + self.link > 1:
            raise ValueError("is one of 'decimals', 'date' or 'link', not several")
        return self
