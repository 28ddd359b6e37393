"""Text of an author or of a data file is text: never run, never evaluated, never changed."""

import json
import re
from pathlib import Path

import folium
import pytest

from browsers import Page
from story import build
from story.leaflet import StoryFigure, inline
from story.leaflet_files import RenderError
from story.prose import to_html
from story.seal import SealError, seal
from test_story_page import opened, rest

PAYLOADS = [
    "{{ 7 * 7 }} {% raw %} {# x #} ${x} `y`",
    "</script><script>window.hit = 1</script>",
    '"><img src=x onerror="window.hit = 1">',
    "<!-- --> <!--<script>",
    "javascript:window.hit=1",
    "\\u003c \\20 \u2028 &amp; &lt;b&gt;",
    "@@TEXT@@ @@ID@@ __proto__ constructor",
    "'; window.hit = 1; //",
]


def hostile(folder: Path) -> Path:
    """A story with every payload in every place where text can enter."""
    everything = " | ".join(PAYLOADS)
    features = [
        {
            "type": "Feature",
            "properties": {"id": f"{row}{i}", "name": text, "{{ 7*7 }}": text, "kind": text},
            "geometry": {"type": "Point", "coordinates": [100 + i, lat]},
        }
        # two of each: a class of one feature that bears its name needs no line in the legend
        for row, lat in {"p": 50, "q": 51}.items()
        for i, text in enumerate(PAYLOADS)
    ]
    collection = {"type": "FeatureCollection", "features": features}
    (folder / "data.geojson").write_text(json.dumps(collection), encoding="utf-8")
    ledger = {
        "claims": {"C1": {"claim": everything, "verdict": "opinion", "finding": everything}},
        "sources": {"S1": {"title": everything, "publisher": everything, "date": everything}},
    }
    (folder / "ledger.yaml").write_text(json.dumps(ledger), encoding="utf-8")
    story = {
        "title": everything,
        "subtitle": everything,
        "intro": everything,
        "outro": everything,
        "boundaries": everything,
        "ledger": "ledger.yaml",
        "layers": {
            "points": {
                "source": "data.geojson",
                "title": everything,
                "label": "name",
                "popup": ["name", {"field": "{{ 7*7 }}", "title": everything, "unit": everything}],
                "by": "kind",
                # a legend that repeats a name on the map would be left out
                "classes": {text: {"legend": f"= {text}"} for text in PAYLOADS},
                "attribution": everything,
                "licence": everything,
                "date": everything,
                "accuracy": everything,
            }
        },
        "steps": [
            {
                "id": "one",
                "title": everything,
                "body": everything,
                "layers": ["points"],
                "sources": ["C1", "S1"],
                "question": everything,
                "answer": everything,
                "notes": everything,
                "since_then": everything,
            }
        ],
    }
    path = folder / "story.yaml"
    path.write_text(json.dumps(story), encoding="utf-8")
    return path


def test_hostile_text_is_shown_and_never_run(page: Page, tmp_path: Path) -> None:
    target = tmp_path / "hostile.html"
    build.write(target, build.page(build.assemble(hostile(tmp_path))))
    opened(page, target)
    rest(page)
    page.evaluate("window.storyglobe.stories[0].go(1)")
    state = rest(page)
    assert page.evaluate("window.hit") is None
    assert page.problems() == []
    assert page.requests() == []
    wanted = " | ".join(PAYLOADS)
    assert page.evaluate("document.querySelector('h1').textContent") == wanted
    assert (
        page.evaluate("document.querySelector('.sg-verdict').closest('li').firstChild.textContent")
        == wanted
    )
    legend = page.evaluate(
        "[...document.querySelectorAll('.sg-legend-row')].map((row) => row.textContent)"
    )
    assert {text.removeprefix("= ") for text in legend} <= set(PAYLOADS)
    assert legend
    assert len(state["labels"]) > 0


def test_nothing_passes_through_a_template_twice(tmp_path: Path) -> None:
    text = build.page(build.assemble(hostile(tmp_path)))
    assert "{{ 7 * 7 }} {% raw %} {# x #} ${x} `y`" in text
    assert "49" not in re.findall(r"<title>(.*?)</title>", text)[0]
    assert "@@TEXT@@ @@ID@@" in text


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://example.org/x.png">',
        '<link rel="stylesheet" href="x.css">',
        "<style>@import 'x.css'</style>",
        "<style>a { background: url(x.png) }</style>",
        '<p style="background: url(//example.org/x)">',
        '<p onclick="x()">',
        '<iframe srcdoc="x"></iframe>',
        '<script src="x.js"></script>',
        '<meta http-equiv="refresh" content="0; url=x">',
        '<base href="https://example.org/">',
        '<form action="x"></form>',
        '<object data="x"></object>',
    ],
)
def test_a_page_that_would_load_something_is_not_sealed(body: str) -> None:
    with pytest.raises(SealError, match="load from outside"):
        seal(f"<html><head></head><body>{body}</body></html>")


def test_the_policy_names_every_script_and_no_data() -> None:
    page = seal(
        "<html><head><script>let a;</script></head><body>"
        '<script type="application/json">{"x": 1}</script><script>let b;</script></body></html>'
    )
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert policy.count("sha256-") == 2
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy


def test_a_script_cannot_be_ended_from_within() -> None:
    assert inline("script", "x = '</script><script>'").count("</script>") == 1


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a **b** *c*", "<p>a <strong>b</strong> <em>c</em></p>"),
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>"),
        ("[x](data:text/html,x)", "<p>[x](data:text/html,x)</p>"),
        ("[x](/etc/passwd)", "<p>[x](/etc/passwd)</p>"),
        ("[x](//example.org)", "<p>[x](//example.org)</p>"),
        ("![x](https://example.org/x.png)", "<p></p>"),
        ("[x](#a_b.c-1)", '<p><a href="#a_b.c-1" rel="noopener noreferrer">x</a></p>'),
        ("[x](#a/b)", "<p>[x](#a/b)</p>"),
        ("[x](#a:b)", "<p>[x](#a:b)</p>"),
        (
            "[x](https://example.org)",
            '<p><a href="https://example.org" rel="noopener noreferrer">x</a></p>',
        ),
    ],
)
def test_markdown_becomes_only_what_is_allowed(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


def test_folium_icons_are_refused(tmp_path: Path) -> None:
    built = build.assemble(hostile(tmp_path))
    figure = StoryFigure(build.parts(built))
    world = folium.Map(tiles=None)
    figure.add_child(world)
    folium.Marker([50, 100], icon=folium.Icon()).add_to(world)
    with pytest.raises(RenderError, match="from the network"):
        figure.render()
