"""Where the map looks, as an author writes it."""

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from story.model.fields import Model, as_bounds_or_names


class View(Model):
    """Where the map looks: `fit`, or `center` and `zoom`."""

    fit: Annotated[
        tuple[float, float, float, float] | tuple[str, ...] | None,
        BeforeValidator(
            as_bounds_or_names,
            json_schema_input_type=str | list[str] | tuple[float, float, float, float] | None,
        ),
    ] = None
    """a layer, several layers, or [west, south, east, north] in degrees; east may pass 180"""
    center: tuple[float, float] | None = None
    """[longitude, latitude] in degrees"""
    zoom: Annotated[float, Field(ge=0, le=18)] | None = None
    """Leaflet's zoom: 256 · 2^zoom pixels round the equator"""

    @model_validator(mode="after")
    def _one_way(self) -> "View":
        if self.center and not (-180 <= self.center[0] <= 360 and -90 <= self.center[1] <= 90):
            raise ValueError("'center' is [longitude, latitude] in degrees, longitude first")
        if (self.fit is None) == (self.center is None):
            raise ValueError("give either 'fit', or 'center' with 'zoom'")
        if (self.center is None) != (self.zoom is None):
            raise ValueError("'center' and 'zoom' go together")
        return self
