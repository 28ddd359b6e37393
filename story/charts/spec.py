"""An author's own Vega-Lite: what it may hold, and how it becomes like the page's other charts.

The second home of Altair, whose schema finds the mistakes. Nothing in a spec may load: no address
of data, no image, no link.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import altair as alt

from story.charts.layout import TEXT, WIDTH
from story.charts.paint import INK, RULE, SERIES, SOFT, Palette
from story.problems import nearest

MAX_ROWS: Final = 500
_LOADING: Final = {
    "url": "loads a file: give the data themselves, as data: {values: […]}",
    "href": "links away from the page: leave it out",
    "loader": "loads a file: leave it out",
    "usermeta": "is for other programs: leave it out",
}
_GENERATORS: Final = ("sequence", "sphere", "graticule")


def problems(spec: Mapping[str, Any]) -> list[str]:
    """What a spec may not hold, each as `path: what`; then what Vega-Lite's schema says."""
    found = [f"{path}: {what}" for path, what in _refused(spec, "spec")]
    if not found and (said := _schema_says(spec)):
        found.append(f"spec: {said}")
    return found


def _refused(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list):
        for n, item in enumerate(value, start=1):
            yield from _refused(item, f"{path}[{n}]")
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        where = f"{path}.{key}"
        if key in _LOADING:
            yield where, _LOADING[key]
        elif key == "datasets" or (key == "values" and path.endswith("data")):
            rows = inner if isinstance(inner, list) else []
            if len(rows) > MAX_ROWS:
                yield where, f"{len(rows):,} rows; a chart may have {MAX_ROWS}"
        elif path.endswith("data") and key in _GENERATORS:
            yield where, "makes data of its own: give them as data: {values: […]}"
        elif "image" in (inner, inner.get("type") if isinstance(inner, dict) else ""):
            if key in {"mark", "type"}:
                yield where, "images are not drawn in charts; use another mark"
        else:
            yield from _refused(inner, where)


def _schema_says(spec: Mapping[str, Any]) -> str:
    """The first sentence of what Vega-Lite's schema has against a spec, or nothing."""
    try:
        alt.Chart.from_dict(dict(spec))
    except alt.SchemaValidationError as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        return " ".join(lines[:2])[:300]
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
    kept = {key: value for key, value in spec.items() if key != "$schema"}
    return size | kept | {"config": config}, palette


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
            for row in inner["values"]:
                rows.append(row if isinstance(row, dict) else {"data": row})
        elif key == "datasets" and isinstance(inner, dict):
            _collect([{"data": {"values": values}} for values in inner.values()], rows)
        else:
            _collect(inner, rows)


def _cell(value: object) -> str:
    return "" if value is None else str(value)
