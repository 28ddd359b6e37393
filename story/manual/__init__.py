"""Examples for the reference: each key of a layer in use, with a small picture of what it does."""

from story.manual.examples import Example, by_key, examples
from story.manual.frames import picture_of

__all__ = ["Example", "by_key", "examples", "picture_of"]
