"""Counts in words."""


def many(count: int, one: str, several: str = "") -> str:
    """So many of something: "1 row", "2,000 rows"."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"
