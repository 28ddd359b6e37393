"""Columns of a table as the page can hold them: numbers, texts, lists, and None for nothing."""

import contextlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from geo.jsontext import BIG, JsonError, parse
from geo.limits import Limits

if TYPE_CHECKING:
    import pyarrow as pa

_GEOMETRY: Final = {b"geoarrow.wkb", b"ogc.wkb"}


def geometry_column(table: "pa.Table") -> str | None:
    """The name of the column that holds geometries as WKB; None when there is none."""
    for field in table.schema:
        extension = (field.metadata or {}).get(b"ARROW:extension:name")
        if extension in _GEOMETRY:
            return str(field.name)
    return None


def rows_of(table: "pa.Table", limits: Limits) -> list[dict[str, Any]]:
    """The rows as plain values: integers beyond 2^53 as text, NaN as None, JSON text as values."""
    names = table.column_names
    columns = [_values(table.column(i), limits) for i in range(len(names))]
    if not columns:
        return [{} for _ in range(table.num_rows)]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def plain(value: Any) -> Any:
    """A value that JSON can hold, as near to the one given as can be."""
    maker = _MAKERS.get(type(value))
    if maker is not None:
        return maker(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return str(value)


def _values(column: "pa.ChunkedArray", limits: Limits) -> list[Any]:
    import pyarrow as pa  # noqa: PLC0415 - where a table came through the fence it is there already

    kind = column.type
    if isinstance(kind, pa.BaseExtensionType):
        is_json = kind.extension_name == "arrow.json"
        column = pa.chunked_array([c.storage for c in column.chunks], type=kind.storage_type)
        if is_json:
            return [_from_json(text, limits) for text in column.to_pylist()]
        kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.cast(kind.value_type), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_boolean(kind) or pa.types.is_large_string(kind):
        return list(column.to_pylist())
    try:
        return [plain(value) for value in column.to_pylist()]
    except (OverflowError, ValueError):  # dates before Python's year 1 or after its year 9999
        return [plain(_python(scalar)) for scalar in column]


def _python(scalar: Any) -> Any:
    """A value of Arrow's as Python has it, or as text when Python has none of its size."""
    import pyarrow as pa  # noqa: PLC0415 - as in _values

    try:
        return scalar.as_py()
    except (OverflowError, ValueError):
        if isinstance(scalar, pa.ListScalar | pa.LargeListScalar):
            return [_python(one) for one in scalar.values]
        if isinstance(scalar, pa.StructScalar):
            return {name: _python(one) for name, one in scalar.items()}
    with contextlib.suppress(pa.ArrowException):
        text = str(scalar.cast(pa.string()))
        if not text.startswith("<"):  # for what is beyond Arrow's own calendar
            return text
    return f"{scalar.value} ({scalar.type})"


def _from_json(text: str | None, limits: Limits) -> Any:
    if text is None:
        return None
    try:
        return parse(text, limits)
    except JsonError:
        return text


def _float(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _int(value: int) -> int | str:
    return value if abs(value) <= BIG else str(value)


def _dict(value: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): plain(one) for key, one in value.items()}


_MAKERS: Final[dict[type, Callable[[Any], Any]]] = {
    type(None): lambda _: None,
    str: str,
    bool: bool,
    int: _int,
    float: _float,
    list: lambda values: [plain(value) for value in values],
    tuple: lambda values: [plain(value) for value in values],
    dict: _dict,
    bytes: lambda value: f"({len(value)} bytes)",
}
