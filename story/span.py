"""Where the values of a YAML file stand in its text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """Where a value stands in the text of its file: indexes of characters, and its first column.

    `items` are the values in a mapping by key, or in a list by number from 0; a scalar has none.
    """

    start: int
    end: int
    column: int
    is_flow: bool
    items: dict[str | int, "Span"] | None

    def last(self) -> int:
        """Where its last scalar or flow collection ends: trailing comments are not its own."""
        if self.is_flow or not self.items:
            return self.end
        return max(item.last() for item in self.items.values())
