"""Read files into layers: cleaned, reprojected, simplified and packed for the page."""

from geo.bounds import Bounds
from geo.decimals import Rows
from geo.errors import CheckError, ChoiceError, CRSError, GeometryError, ReadError, StorymapError
from geo.inspect import Column, Inspection, inspect
from geo.layer import Feature, Layer, prepare
from geo.limits import Limits
from geo.read import read_rows
from geo.report import Report
from geo.spec import LayerSpec

__all__ = [
    "Bounds",
    "CRSError",
    "CheckError",
    "ChoiceError",
    "Column",
    "Feature",
    "GeometryError",
    "Inspection",
    "Layer",
    "LayerSpec",
    "Limits",
    "ReadError",
    "Report",
    "Rows",
    "StorymapError",
    "inspect",
    "prepare",
    "read_rows",
]
