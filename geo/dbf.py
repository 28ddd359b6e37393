"""Dates in the table of a Shapefile as they are written there; for `geo.ogr`, behind the fence.

GDAL makes a date of any eight bytes: of "2001    " the first day of 1970, of "20010230" the second
of March. What is no date stays the text that it is.
"""

from pathlib import Path
from typing import Any


def as_written(table: Any, path: Path) -> tuple[Any, dict[str, list[int]]]:
    """The table with texts for dates that are none, and the numbers (from 1) of those, by field.

    `table` is Arrow's, with the fields in the order of the .dbf beside `path`.
    """
    import pyarrow as pa  # noqa: PLC0415 - only where a table travels

    odd: dict[str, list[int]] = {}
    places = [at for at, field in enumerate(table.schema) if pa.types.is_date(field.type)]
    files = [one for one in path.parent.iterdir() if one.stem == path.stem]
    dbf = next((one for one in files if one.suffix.lower() == ".dbf"), None)
    if not places or dbf is None:
        return table, odd
    data = dbf.read_bytes()
    for at in places:
        written = _written(data, at)[: table.num_rows]
        read = table.column(at).cast(pa.string()).to_pylist()
        found = {
            row: text
            for row, (text, date) in enumerate(zip(written, read, strict=False))
            if text != (date or "").replace("-", "") and (date or text.strip("0"))
        }
        if found:
            name = table.column_names[at]
            texts = pa.array([found.get(row, date) for row, date in enumerate(read)], pa.string())
            table = table.set_column(at, name, texts)
            odd[name] = [row + 1 for row in found]
    return table, odd


def _written(data: bytes, field: int) -> list[str]:
    """What stands in a field of each record that is not deleted; nothing for a field of no date.

    Format: dBASE III; 32 bytes of header, 32 for each field, then the records.
    """
    head, size = _int(data, 8, 2), max(1, _int(data, 10, 2))
    told = [data[at : at + 32] for at in range(32, 32 * (field + 2), 32)]
    begin = 1 + sum(one[16] for one in told[:-1] if len(one) == 32)
    if len(told[-1]) < 32 or told[-1][11:12] != b"D":
        return []
    end = min(len(data), head + size * _int(data, 4, 4))
    records = (data[at : at + size] for at in range(head, end - size + 1, size))
    kept = (record for record in records if record[:1] != b"*")
    return [
        record[begin : begin + told[-1][16]].decode("ascii", "backslashreplace").strip(" \0")
        for record in kept
    ]


def _int(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "little")
