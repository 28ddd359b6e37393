"""Charts: what is drawn, what is said, and what is refused. A case is a folder.

`chart.yaml` is one chart; `expected.json` is what its picture, its words and its table hold. To add
a case, add a folder with a chart; `STORYGLOBE_ACCEPT=1 pytest tests/test_story_charts.py` writes
what is missing or has changed, to be read before it is committed.
"""

import json
import os
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from geo import StorymapError
from story import build
from story.charts import convert
from story.charts.draw import _KINDS as KINDS
from story.charts.draw import DrawnChart, draw
from story.charts.drawing import drawing_of
from story.charts.layout import width_of
from story.charts.poster import posters
from story.charts.svg import SvgError, clean
from story.model import Chart
from story.yamlfile import parse_yaml, read_yaml

ROOT = Path(__file__).parent.parent
CASES = sorted((Path(__file__).parent / "cases" / "charts").iterdir())
ACCEPT = "STORYGLOBE_ACCEPT"
FORBIDDEN = {"script", "image", "a", "foreignObject", "style", "use"}


def chart_of(path: Path) -> Chart:
    return Chart.model_validate(read_yaml(path).value)


def drawn(chart: Chart) -> DrawnChart:
    found, refused = draw({"it": chart}, "en")
    assert refused == []
    return found["it"]


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  # made by the code under test


def summary(chart: DrawnChart) -> dict[str, Any]:
    root = parsed(chart.svg)
    marks = [e for e in root.iter() if e.get("data-row") is not None]
    return {
        "alt": root.get("aria-label"),
        "viewBox": root.get("viewBox"),
        "texts": ["".join(e.itertext()) for e in root.iter("text")],
        # what waits for "Since then": words, what is said without it, how far the rest reaches
        "later": ["".join(e.itertext()) for e in root.iter("text") if e.get("class")],
        "before": root.get("data-before"),
        "early": root.get("style"),
        "legend": [f"{s.title}{' (later)' if s.later else ''}" for s in chart.legend],
        "marks": [
            " ".join(
                filter(None, [e.tag, e.get("data-row"), e.get("data-feature"), e.get("class")])
            )
            for e in marks
            if e.tag != "text"
        ],
        "fills": sorted({e.get("fill", "none") for e in root.iter() if e.get("fill")}),
        "columns": list(chart.columns),
        "table": [list(row.cells) for row in chart.rows],
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_chart_shows_and_says_its_figures(case: Path) -> None:
    found = summary(drawn(chart_of(case / "chart.yaml")))
    target = case / "expected.json"
    if os.environ.get(ACCEPT):
        target.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert found == json.loads(target.read_text("utf-8"))


def test_the_looks_of_lines_differ_without_colour() -> None:
    def looks(look: str) -> tuple[set[str | None], set[str | None], bool]:
        rows = [
            {"label": 2000, "value": 1, "series": "it"},
            {"label": 2010, "value": 2, "series": "it"},
        ]
        series = {"it": {"title": "It", "look": look, "color": "#123456"}}
        chart = {"title": "T", "kind": "lines", "series": series, "rows": rows}
        paths = list(parsed(drawn(Chart.model_validate(chart)).svg).iter("path"))
        own = [path for path in paths if path.get("stroke") == "#123456"]
        lines = [path for path in own if path.get("data-row") is None]
        return (
            {path.get("stroke-dasharray") for path in lines},
            {path.get("stroke-width") for path in lines},
            any(path.get("fill") == "#123456" for path in own),
        )

    found = [looks(look) for look in ("solid", "hatched", "outline", "muted")]
    assert all(one != other for i, one in enumerate(found) for other in found[i + 1 :])


def lines_of(**series: list[float]) -> Chart:
    rows = [
        {"label": 2000 + 5 * n, "value": value, "series": id_}
        for id_, values in series.items()
        for n, value in enumerate(values)
    ]
    titles = {id_: {"title": f"with {id_}".replace("_", " ")} for id_ in series}
    return Chart.model_validate({"title": "T", "kind": "lines", "rows": rows, "series": titles})


def words_of(svg: str) -> list[tuple[str, float, float, float, float]]:
    """Each text with its left, right, top and bottom; letters are about two thirds of a line."""
    found = []
    for text in parsed(svg).iter("text"):
        said = "".join(text.itertext())
        moves = re.findall(r"translate\(([-\d.]+),\s*([-\d.]+)\)", text.get("transform", ""))
        x, y = (sum(float(move[n]) for move in moves) for n in (0, 1))
        wide = width_of(said)
        left = x - {"middle": wide / 2, "end": wide}.get(text.get("text-anchor", ""), 0)
        found.append((said, left, left + wide, y - 8, y))
    return found


@pytest.mark.parametrize(
    "series",
    [
        {
            "Russia": [9, 15, 18.6],
            "China": [1.7, 10, 19.2],
            "everybody_else_in_the_region": [8.2, 12, 17.9],
        },
        {"Russia": [9, 15, 18.6], "China": [1.7, 10, 30]},
        {"Russia": [0, 0], "China": []},
    ],
)
def test_no_word_of_a_line_chart_lies_on_another(series: dict[str, list[float]]) -> None:
    words = words_of(drawn(lines_of(**series)).svg)
    assert words
    for i, (one, left, right, top, bottom) in enumerate(words):
        for other, left_, right_, top_, bottom_ in words[i + 1 :]:
            apart = right <= left_ or right_ <= left or bottom <= top_ or bottom_ <= top
            assert apart, (one, other)


def test_a_figure_stands_below_its_dot_where_lines_pass_above() -> None:
    words = words_of(drawn(lines_of(Russia=[9, 13, 18.6], China=[1.7, 10.5, 30])).svg)
    bottoms = {said: bottom for said, _, _, _, bottom in words}
    foot = bottoms["0"] - 4  # of the plot, where each 1 is 5 pixels high
    assert bottoms["13"] < foot - 13 * 5
    assert bottoms["10.5"] > foot - 10.5 * 5  # the line of Russia passes above


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_picture_holds_nothing_but_a_drawing(case: Path) -> None:
    svg = drawn(chart_of(case / "chart.yaml")).svg
    root = parsed(svg)
    ids = [e.get("id", "") for e in root.iter() if e.get("id")]
    assert all(id_.startswith("chart-it-") for id_ in ids)
    assert len(ids) == len(set(ids))
    for element in root.iter():
        assert element.tag not in FORBIDDEN
        for name, value in element.attrib.items():
            assert not name.lower().startswith("on")
            assert "href" not in name
            assert "url(" not in value or re.fullmatch(r"url\(#chart-it-[\w-]+\)", value)
            assert "fe00fd" not in value or "url(#" in value or name == "id"
    assert "font-family" not in svg


@pytest.mark.parametrize("kind", KINDS)
def test_our_own_charts_are_valid_vega_lite(kind: str) -> None:
    # building a page skips Altair's check of what we describe ourselves: here it is on
    rows = [{"label": "1", "value": [1, 2], "later": True}, {"label": "2", "value": 3}]
    mark = {"value": 2, "title": "a line"}
    chart = Chart.model_validate({"title": "t", "kind": kind, "rows": rows, "mark": mark})
    assert KINDS[kind](drawing_of(chart, "en", "Since then"))["layer"]


@pytest.mark.parametrize(
    ("svg", "what"),
    [
        ("<svg xmlns='http://www.w3.org/2000/svg'><script>x</script></svg>", "<script>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><a href='x'><path d='M0,0'/></a></svg>", "<a>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><image href='x'/></svg>", "<image>"),
        ("<svg xmlns='http://www.w3.org/2000/svg'><foreignObject/></svg>", "<foreignObject>"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg'><path d='M0,0' fill='url(http://x/#a)'/></svg>",
            "refers outside",
        ),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "declaration"),
        ("<svg", "not well-formed"),
        ("<html/>", "<html>"),
    ],
)
def test_a_picture_that_does_more_than_draw_is_refused(svg: str, what: str) -> None:
    with pytest.raises(SvgError, match=re.escape(what)):
        clean(svg, name="n", paints={}, marks={}, label="")


def test_handlers_and_links_do_not_reach_the_page() -> None:
    svg = (
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:l='http://www.w3.org/1999/xlink'"
        " onload='x()'>"
        "<path d='M0,0' onclick='x()' style='fill:url(http://x)' l:href='x' class='c'/></svg>"
    )
    cleaned = clean(svg, name="n", paints={}, marks={}, label="it")
    assert cleaned == (
        '<svg class="sg-chart-svg" role="img" aria-label="it"><path d="M0,0" /></svg>'
    )


SPEC = "data: {values: [{a: 1}]}\nmark: bar\nencoding: {x: {field: a, type: quantitative}}\n"
VALUES = "values: [{a: 1}]"
URL = SPEC.replace(VALUES, "url: https://example.org/x.json")
BILLION = SPEC.replace(VALUES, "sequence: {start: 0, stop: 1000000000}")
LAYER = "layer: [{data: {url: x}, mark: bar}]"
LOOKUP = SPEC + "transform: [{lookup: a, from: {data: {url: x}, key: a}}]"
MANY = SPEC.replace("[{a: 1}]", str([{"a": 1}] * 501))


@pytest.mark.parametrize(
    ("text", "key", "what"),
    [
        (URL, ("data", "url"), "loads a file"),
        (SPEC.replace(VALUES, "url: ../secret.csv"), ("data", "url"), "loads a file"),
        (SPEC.replace("mark: bar", "mark: image"), ("mark",), "images are not drawn"),
        (SPEC.replace("mark: bar", "mark: {type: image}"), ("mark",), "images are not drawn"),
        (SPEC.replace("ng: {", "ng: {href: {value: x}, "), ("encoding", "href"), "links"),
        (SPEC.replace("ng: {", "ng: {url: {value: x}, "), ("encoding", "url"), "loads"),
        (BILLION, ("data", "sequence"), "data of its own"),
        (LAYER, ("layer", 0, "data", "url"), "loads"),
        (LOOKUP, ("transform", 0, "from", "data", "url"), "loads"),
        (SPEC.replace("mark: bar", "mark: barr"), ("mark",), "did you mean 'bar'?"),
        (SPEC.replace("mark: bar\n", ""), (), "'mark' is a required property"),
        (SPEC.replace("type: quantitative", "typo: quantitative"), (), "typo"),
        (SPEC + "transform: [{calculate: '1 +', as: b}]", (), "Vega-Lite refuses"),
        (SPEC + "transform: [{calculate: 'sequence(1e9)', as: b}]", (), "bytes of memory; a chart"),
        (MANY, ("data", "values"), "501 rows"),
        (SPEC.replace("mark: bar", "mark: [bar]"), ("mark",), "is no mark of Vega-Lite: write"),
        (SPEC.replace("mark: bar", "mark: {type: [bar]}"), ("mark",), "is no mark of Vega-Lite"),
    ],
)
def test_a_spec_that_loads_or_is_wrong_is_one_clear_message(
    text: str, key: tuple[str | int, ...], what: str
) -> None:
    value = parse_yaml(text, Path("spec.yaml")).value
    chart = Chart.model_validate({"title": "t", "alt": "a", "spec": value})
    found, refused = draw({"it": chart}, "en")
    assert found == {}
    (problem,) = refused
    assert problem[:2] == ("it", ("spec", *key))
    assert what in problem[2]
    assert "\n" not in problem[2]
    assert len(problem[2]) < 400


def test_a_drawing_that_never_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convert, "TIME_LIMIT_S", 0.001)
    with pytest.raises(StorymapError, match="took longer"):
        convert.svgs([{"mark": "bar", "title": "never drawn before"}])


def test_an_engine_that_dies_is_told_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child = tmp_path / "child.py"
    child.write_text("raise SystemExit('out of memory')", encoding="utf-8")
    monkeypatch.setattr(convert, "_CHILD", child)
    with pytest.raises(StorymapError, match="stopped: out of memory"):
        convert.svgs([{"mark": "bar", "title": "never drawn either"}])


def test_the_charts_of_the_story_are_light_and_cite_the_ledger() -> None:
    built = build.assemble(None)
    assert sum(len(chart.svg) for chart in built.charts.values()) < 160_000
    wanted = {
        "arms_share", "arms_customers", "trade_2017", "trade_by_year", "amur_2011",
        "central_asia_trade", "central_asia_arms", "sea_ways", "yamal_owners", "yamal_loans",
        "power_of_siberia", "latitudes", "levada",
    }  # fmt: skip
    shown = {name for step in built.story.config.steps for name in step.charts}
    assert wanted <= shown
    assert set(built.charts) == shown, "a chart that no step shows"
    for name in shown:
        entry = built.story.charts[name].config
        assert any(id_ in built.story.ledger.claims for id_ in entry.sources), name
        drawn_ = built.charts[name]
        assert drawn_.title and drawn_.unit and drawn_.source, name  # noqa: PT018  # read together
        assert len(drawn_.rows) == len(entry.rows) > 2 or name == "yamal_loans", name
        for row in drawn_.rows:  # the text alternative says what the table says
            assert all(str(cell) in drawn_.alt for cell in row.cells[:1]), name


# as the public sources give them, in the order of the chart
FIGURES = {
    "arms_share": [39, 40, 54, 28, (25, 30), 11, 11, 11, 23],
    "arms_customers": [38, 11, 11, 40],
    "trade_2017": [11, 20, 2],
    "trade_by_year": [69.5, 84.07, 100],
    "amur_2011": [90, 80, (65, 76)],
    "central_asia_trade": [9, 15, 18.6, 1.7, 10, 30],
    "central_asia_arms": [1.5, 62, 18],
    "sea_ways": [10557, 8690, 8046, 7225],
    "yamal_owners": [50.1, 20, 20, 9.9],
    "power_of_siberia": [4.1, 10.39, 15.4, 22.73, 31.12],
    "levada": [80, 78, 75],
    "latitudes": [77.7, 71.3, 66.6, 55.8, 53.5],
    "un_vote": [100, 58, 11, 24],
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_figures_of_the_story_are_those_of_their_sources(name: str) -> None:
    file: Any = read_yaml(ROOT / "story/russia-china/charts.yaml").value
    rows = file["charts"][name]["rows"]
    found = [tuple(v) if isinstance(v := row["value"], list) else v for row in rows]
    assert found == FIGURES[name]


def rows_of(*rows: dict[str, Any], **more: Any) -> Chart:
    return Chart.model_validate({"title": "t", "kind": "bars", "rows": list(rows), **more})


def test_words_reach_the_picture_on_a_machine_of_another_encoding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp1252")  # as Windows has it
    chart = drawn(rows_of({"label": "Хэйхэ, 黑河, Ďáblice", "value": 1}))
    assert "Хэйхэ, 黑河, Ďáblice" in "".join(parsed(chart.svg).itertext())


def test_what_came_later_needs_no_series() -> None:
    series = {"a": {"title": "A"}, "b": {"title": "B"}}
    first = {"label": "x", "value": 1, "series": "a"}
    chart = drawn(rows_of(first, {"label": "y", "value": 2, "later": True}, series=series))
    assert chart.rows[1].cells == ("y", "", "2")


@pytest.mark.parametrize("label", ["nan", "inf", "-Infinity", "word"])
def test_a_line_runs_over_numbers_alone(label: str) -> None:
    with pytest.raises(ValueError, match="row 1: the label of a chart of lines is a number"):
        rows_of({"label": label, "value": 1}, kind="lines")


def test_what_no_xml_can_hold_is_left_out_of_charts() -> None:
    row = {"label": "x\x01y", "value": 1, "note": "n\x0b"}
    mark = {"title": "m\x02", "value": 1}
    own = {
        "data": {"values": [{"a\x01": "b\x01", "n": 1}]},
        "mark": "bar",
        "encoding": {
            "x": {"field": "n", "type": "quantitative"},
            "y": {"field": "a\x01", "type": "nominal"},
        },
    }
    charts = {
        "it": rows_of(row, kind="columns", mark=mark, unit="u\x03", alt="a\x04"),
        "own": Chart.model_validate({"title": "t\x05", "alt": "a", "spec": own}),
    }
    found, refused = draw(charts, "en")
    assert refused == []
    texts = "".join("".join(parsed(chart.svg).itertext()) for chart in found.values())
    assert "xy" in texts
    assert "b" in texts
    assert all(letter.isprintable() or letter == "\n" for letter in texts)
    assert len(posters(list(found.values()))) == 2


def test_the_ids_of_a_chart_are_those_of_its_place_and_its_words_stay() -> None:
    chart = drawn(
        rows_of(
            {"label": "see chart-it-1", "value": [1, 2]}, {"label": 'id="chart-it-', "value": 1}
        )
    )
    there = parsed(chart.svg_in("step:it"))
    assert "see chart-it-1" in "".join(there.itertext())
    ids = {e.get("id", "") for e in there.iter() if e.get("id")}
    assert all(id_.startswith("step:it-") for id_ in ids)
    used = {e.get(key, "") for e in there.iter() for key in ("fill", "clip-path")}
    used = {value[5:-1] for value in used if value.startswith("url(#")}
    assert used <= ids


@pytest.mark.parametrize("kind", ["bars", "stack", "columns"])
def test_nothing_begins_at_the_same_line_as_something(kind: str) -> None:
    def first(second: int) -> list[str]:
        rows = {"label": "x", "value": 0}, {"label": "y", "value": second}
        root = parsed(drawn(rows_of(*rows, kind=kind)).svg)
        return [e.get("d", "") for e in root.iter("path") if e.get("data-row") == "0"]

    assert first(0) == first(1) != []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1,234,567"), ("de", "1.234.567"), ("ru", "1\u202f234\u202f567")],
)
def test_a_number_is_written_in_one_way_wherever_it_stands(language: str, said: str) -> None:
    mark = {"value": 1234567, "title": "m"}
    chart = rows_of({"label": "1234567", "value": [0.5, 1234567]}, kind="lines", mark=mark)
    found, _ = draw({"it": chart}, language)
    assert f"m: {said}" in found["it"].alt
    assert found["it"].rows[0].cells[1].endswith(f"–{said}")
    texts = ["".join(e.itertext()) for e in parsed(found["it"].svg).iter("text")]
    assert said in texts
