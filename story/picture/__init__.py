"""A still picture of each step's map, for readers whose browser cannot draw the live one."""

from story.picture.draw import Picture, draw

__all__ = ["Picture", "draw"]
