"""A still picture of each step's map, for readers whose browser cannot draw the live one."""

from story.picture.draw import draw
from story.picture.parts import Picture

__all__ = ["Picture", "draw"]
