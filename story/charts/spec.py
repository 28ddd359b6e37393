"""An author's own Vega-Lite: what it may hold, and how it becomes like the page's other charts.

The second home of Altair, whose schema finds the mistakes. Nothing in a spec may load: no address
of data, no image, no link.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import altair as alt
from jsonschema.exceptions import ValidationError

from story.charts.layout import TEXT, WIDTH
from story.charts.paint import INK, RULE, SERIES, SOFT, Palette
from story.problems import nearest
from story.values.plain import without_controls
from story.yamlfile import Key

MAX_ROWS: Final = 500
_LOADING: Final = {
    "url": "loads a file: give the data themselves, as data: {values: […]}",
    "href": "links away from the page: leave it out",
    "loader": "loads a file: leave it out",
    "usermeta": "is for other programs: leave it out",
}
_MARKS: Final = {*alt.Mark.resolve_references()["enum"], "boxplot", "errorband", "errorbar"}
_GENERATORS: Final = ("sequence", "sphere", "graticule")


def problems(spec: Mapping[str, Any]) -> list[tuple[Key, str]]:
    """What a spec may not hold, as (key, what); then what Vega-Lite's schema says."""
    found = list(_refused(spec, ()))
    if not found and (said := _schema_says(spec)):
        found.append(((), said))
    return found


def _refused(value: object, path: Key) -> Iterator[tuple[Key, str]]:
    if isinstance(value, list):
        for n, item in enumerate(value):
            yield from _refused(item, (*path, n))
    if not isinstance(value, Mapping):
        return
    for key, inner in value.items():
        what, is_data = _of_key(key, inner, in_data=path[-1:] == ("data",))
        if what:
            yield (*path, key), what
        if not is_data:
            yield from _refused(inner, (*path, key))


def _of_key(key: str, inner: object, *, in_data: bool) -> tuple[str, bool]:
    """What is wrong with a key of a spec, and whether plain data lie behind it."""
    if key == "datasets" or (key == "values" and in_data):
        count = len(inner) if isinstance(inner, list) else 0
        return (f"{count:,} rows; a chart may have {MAX_ROWS}" if count > MAX_ROWS else "", True)
    if in_data and key in _GENERATORS:
        return "makes data of its own: give them as data: {values: […]}", True
    kind = inner.get("type") if isinstance(inner, Mapping) else inner
    if key == "mark" and kind == "image":
        return "images are not drawn in charts; use another mark", True
    if key == "mark" and not isinstance(kind, str):
        return "is no mark of Vega-Lite: write its name, such as bar, or {type: bar}", True
    if key == "mark" and kind not in _MARKS:
        return f"'{kind}' is no mark of Vega-Lite{nearest(str(kind), _MARKS)}", True
    return _LOADING.get(key, ""), False


def _schema_says(spec: Mapping[str, Any]) -> str:
    """The first sentence of what Vega-Lite's schema has against a spec, or nothing."""
    try:
        alt.Chart.from_dict(dict(spec))
    except ValidationError as error:
        path = ".".join(str(part) for part in error.absolute_path)
        return f"{path}{': ' if path else ''}{error.message}"[:300]
    except (KeyError, TypeError, ValueError) as error:
        return f"is no chart of Vega-Lite: {str(error)[:200]}"
    if not set(spec) & {"mark", "layer", "concat", "hconcat", "vconcat", "facet", "repeat"}:
        return "has no mark" + nearest("mark", spec)
    return ""


def dressed(spec: Mapping[str, Any]) -> tuple[dict[str, Any], Palette]:
    """The spec in the page's colours and of the page's width, unless it has its own."""
    palette = Palette()
    ink, soft, rule = (palette.code(paint) for paint in (INK, SOFT, RULE))
    series = [palette.code(paint) for paint in SERIES]
    page: dict[str, Any] = {
        # of the fonts that vl-convert brings along, so that a text is as wide on every machine
        "font": "Liberation Sans",
        "background": None,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": TEXT, "titleFontSize": TEXT, "labelColor": soft, "titleColor": soft,
            "gridColor": rule, "domainColor": ink, "tickColor": ink, "titleFontWeight": "normal",
        },
        "legend": {"labelFontSize": TEXT, "titleFontSize": TEXT, "orient": "top"},
        "mark": {"color": series[0]},
        "range": {"category": series},
    }  # fmt: skip
    own = spec.get("config")
    config = page | (own if isinstance(own, dict) else {})
    size = {} if set(spec) & {"concat", "hconcat", "vconcat", "facet", "repeat"} else {
        "width": WIDTH, "autosize": {"type": "fit-x", "contains": "padding"},
    }  # fmt: skip
    kept = {key: _drawable(value) for key, value in spec.items() if key != "$schema"}
    return size | kept | {"config": config}, palette


def _drawable(value: object) -> object:
    """The value with its texts and the names of its fields as a drawing can hold them."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, Mapping):
        return {without_controls(str(key)): _drawable(inner) for key, inner in value.items()}
    return [_drawable(inner) for inner in value] if isinstance(value, list) else value


def table(spec: Mapping[str, Any]) -> tuple[list[str], list[list[str]]]:
    """The columns and the rows of the data that stand in a spec."""
    rows: list[dict[str, Any]] = []
    _collect(spec, rows)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    return columns, [[_cell(row.get(column)) for column in columns] for row in rows]


def _collect(value: object, rows: list[dict[str, Any]]) -> None:
    if isinstance(value, list):
        for item in value:
            _collect(item, rows)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "data" and isinstance(inner, dict) and isinstance(inner.get("values"), list):
            rows += [row if isinstance(row, dict) else {"data": row} for row in inner["values"]]
        elif key == "datasets" and isinstance(inner, dict):
            _collect([{"data": {"values": values}} for values in inner.values()], rows)
        else:
            _collect(inner, rows)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
