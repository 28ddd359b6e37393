"""Read files into layers: cleaned, reprojected, simplified and packed for the page."""

from geo.bounds import Bounds
from geo.errors import CheckError, CRSError, GeometryError, ReadError, StorymapError
from geo.layer import Feature, Layer, prepare
from geo.report import Report
from geo.spec import LayerSpec

__all__ = [
    "Bounds",
    "CRSError",
    "CheckError",
    "Feature",
    "GeometryError",
    "Layer",
    "LayerSpec",
    "ReadError",
    "Report",
    "StorymapError",
    "prepare",
]
