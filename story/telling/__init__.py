"""The map in words, for those who do not see it: a text and a list of features for each step."""

from story.telling.tell import Told, tell

__all__ = ["Told", "tell"]
