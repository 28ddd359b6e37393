"""Layouts, themes, media, the divider and the slider of years, in a small story of every kind."""

import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest

from browser_chromium import Chromium, ChromiumPage
from browsers import Browser, Page
from colour_vision import contrast
from geo import StorymapError
from story import build
from story.media import LIMIT_BYTES, embed, mime_of
from story.problems import ConfigError
from test_story_page import STATE, go, opened, rest, until

Box = dict[str, float]

BODY = "Some words about what the map shows, long enough to be read."


def png() -> bytes:
    """A picture of one red dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00"))
        + chunk(b"IEND", b"")
    )


def wav() -> bytes:
    """A tenth of a second of silence."""
    data = b"\x80" * 800
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 8000, 1, 8)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def square(name: str, west: float, south: float, size: float, **properties: int) -> dict[str, Any]:
    east, north = west + size, south + size
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"id": name.lower(), "name": name, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def tell(folder: Path) -> Path:
    """A story with a step of every layout, and every feature that a step can have."""
    files = {
        "red": [square("Red", 60, 40, 30)],
        "blue": [square("Blue", 60, 40, 30)],
        "members": [
            square(name, 60 + 8 * i, 40, 8, joined=year)
            for i, (name, year) in enumerate({"Alba": 2001, "Brum": 2010, "Cordo": 2020}.items())
        ],
        "zones": [square("Low", 60, 36, 3, height=1), square("High", 65, 36, 3, height=2)],
    }
    for name, features in files.items():
        text = json.dumps({"type": "FeatureCollection", "features": features})
        (folder / f"{name}.geojson").write_text(text, encoding="utf-8")
    places = [
        {
            "type": "Feature",
            "properties": {"id": f"p{i}", "name": f"Place {i}", "name_ru": "Место"},
            "geometry": {"type": "Point", "coordinates": [60 + 5 * i, 45 + 3 * (i % 4)]},
        }
        for i in range(7)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": places})
    (folder / "places.geojson").write_text(text, encoding="utf-8")
    (folder / "dot.png").write_bytes(png())
    (folder / "silence.wav").write_bytes(wav())
    media = [
        {"file": "dot.png", "alt": "A dot", "caption": "One dot", "licence": "CC0-1.0"},
        {"file": "silence.wav", "alt": "Nothing is heard", "licence": "CC0-1.0"},
    ]
    fill = {"fill_opacity": 1, "width": 0}
    view = {"fit": [55, 35, 95, 65]}
    step = {"title": "A step", "body": BODY, "view": view, "layers": ["places"]}
    story = {
        "title": "All kinds",
        "theme": "dark",
        "base": [],
        "layers": {
            "red": {"source": "red.geojson", "style": {"fill": "#ff0000"} | fill},
            "blue": {"source": "blue.geojson", "style": {"fill": "#0000ff"} | fill},
            "zones": {
                "source": "zones.geojson",
                "by": "height",
                "palette": "Set2",
                "legend": "Zones",
            },
            "members": {"source": "members.geojson", "label": "name", "legend": "Member"},
            "places": {
                "source": "places.geojson",
                "label": {"field": "name", "names": {"ru": "name_ru"}},
            },
        },
        "steps": [
            {"id": "side", **step, "body": f"{BODY} [On](#time)", "media": media},
            {"id": "float", **step, "layout": "float"},
            {"id": "full", **step, "layout": "full"},
            {"id": "map", **step, "layout": "map"},
            {
                "id": "swipe",
                **step,
                "layers": [{"layer": "places", "names": ["en", "ru"]}, "zones"],
                "swipe": {
                    "left": ["red"],
                    "right": ["blue"],
                    "left_caption": "Red",
                    "right_caption": "Blue",
                },
            },
            {
                "id": "time",
                **step,
                "layers": ["members"],
                "time": {
                    "layer": "members",
                    "field": "joined",
                    "first": 2000,
                    "last": 2024,
                    "until": 2018,
                },
            },
        ],
    }
    path = folder / "story.yaml"
    path.write_text(json.dumps(story), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("display")
    target = folder / "page.html"
    target.write_text(build.page(build.assemble(tell(folder))), encoding="utf-8")
    return target


def faults(page: Page) -> list[str]:
    """What went wrong, but for what the reading of pixels and events by a test brings about."""
    own = ("willReadFrequently", "MouseEvent.moz")
    return [text for text in page.problems() if not any(words in text for words in own)]


def box(page: Page, selector: str) -> Box:
    found: Box = page.evaluate(
        f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().toJSON()"
    )
    return found


def overlap(a: Box, b: Box) -> bool:
    return (
        a["left"] < b["right"]
        and b["left"] < a["right"]
        and a["top"] < b["bottom"]
        and b["top"] < a["bottom"]
    )


def test_each_layout_leaves_its_names_free(browser: Browser, small_page: Path) -> None:
    with browser.open(width=1366, height=768, reduced_motion=True) as page:
        opened(page, small_page)
        for number, layout in enumerate(["side", "float", "full", "map"], start=1):
            go(page, number)
            state, card = rest(page), box(page, f"#{layout} .sg-card")
            assert len(state["named"]) == 0
            assert len(state["labels"]) >= 6, layout
            if layout != "full":  # there the words come first
                for label in state["labels"]:
                    assert not overlap(label["box"], card), (layout, label["text"])
            wide = {"side": (340, 440), "float": (250, 330), "full": (560, 900), "map": (220, 340)}
            assert wide[layout][0] <= card["width"] <= wide[layout][1], layout
            assert (state["free"]["left"] < 100) == (layout in {"full", "map"}), layout
        assert not page.evaluate("document.querySelector('#map .sg-words').open")
        # without a scroll the map step has nothing but a title on the map
        assert box(page, "#map .sg-card")["height"] < 0.25 * 768
        assert faults(page) == []


def test_media_are_in_the_page_and_told_in_words(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    go(page, 1)
    until(page, "document.querySelector('#side img').naturalWidth === 1")
    until(page, "document.querySelector('#side audio').readyState >= 1")
    assert page.evaluate("document.querySelector('#side img').alt") == "A dot"
    assert "One dot" in page.evaluate("document.querySelector('#side figcaption').textContent")
    assert "CC0-1.0" in page.evaluate("document.querySelector('#side figcaption').textContent")
    assert "Nothing is heard" in page.evaluate("document.querySelector('.sg-alt').textContent")
    assert faults(page) == []
    assert page.requests() == []


def test_only_a_page_with_sound_may_play_it(small_page: Path, story_page: Path) -> None:
    assert "media-src data: blob:" in small_page.read_text(encoding="utf-8")[:4000]
    assert "media-src" not in story_page.read_text(encoding="utf-8")[:4000]


COLOUR = """((x, y) => {
  const seen = [...document.querySelectorAll('.sg-map .leaflet-pane canvas')];
  for (const canvas of seen.reverse()) {
    const clip = canvas.style.clipPath.match(/([\\d.]+)px\\)/);
    if (canvas.style.display === 'none' || (clip && x < Number(clip[1]))) continue;
    const ratio = canvas.width / canvas.offsetWidth;
    return [...canvas.getContext('2d').getImageData(x * ratio, y * ratio, 1, 1).data].slice(0, 3);
  }
})"""


def test_the_divider_parts_two_maps(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    go(page, 5)
    state = rest(page)
    assert state["layers"] == ["red", "zones", "places"]
    legend = "[...document.querySelectorAll('.sg-legend > *')].map((row) => row.textContent)"
    assert page.evaluate(legend) == ["Zones", "1", "2"], "what both maps show is explained once"
    handle = "document.querySelector('[role=slider].sg-swipe')"
    until(page, f"{handle}.offsetParent")
    at = box(page, ".sg-swipe")
    middle, y = (at["left"] + at["right"]) / 2, 330

    def colour(x: float) -> list[int]:
        found: list[int] = page.evaluate(f"{COLOUR}({x}, {y})")
        return found

    left, right = colour(middle - 31), colour(middle + 31)
    assert left[0] > left[2] + 40
    assert right[2] > right[0] + 40
    # each side has names of its own, and none lies under the divider
    assert {label["box"]["left"] > middle for label in state["labels"]} == {False, True}
    assert not [
        label["text"]
        for label in state["labels"]
        if label["box"]["left"] < middle < label["box"]["right"]
    ]
    assert {"Place 0 Место"} & {label["text"] for label in state["labels"]}
    page.evaluate(f"{handle}.focus()")
    for _ in range(4):
        page.key("PageDown")
    until(page, f"Number({handle}.getAttribute('aria-valuenow')) === 10")
    assert page.evaluate(STATE)["section"] == 5, "the keys belong to the divider"
    moved = box(page, ".sg-swipe")
    assert moved["left"] < at["left"] - 100
    now = colour(middle - 31)
    assert now[2] > now[0] + 40
    assert "Red" in page.evaluate(f"{handle}.getAttribute('aria-valuetext')")
    named = "[...document.querySelectorAll('.sg-swipe-caption')]"
    named += ".map((caption) => getComputedStyle(caption).visibility === 'visible')"
    assert page.evaluate(named) == [True, True]
    for key, seen in {"End": [True, False], "Home": [False, True]}.items():
        page.key(key)
        assert page.evaluate(named) == seen, "a side without room has no caption, under a button"
    go(page, 4)
    rest(page)
    assert not page.evaluate(f"{handle}.offsetParent")
    assert faults(page) == []


def test_a_step_without_a_view_looks_at_both_sides_of_its_divider(tmp_path: Path) -> None:
    for name, west in (("west", 20), ("east", 50)):
        text = json.dumps(square(name, west, 40, 10))
        (tmp_path / f"{name}.geojson").write_text(text, encoding="utf-8")
    step: dict[str, Any] = {"id": "one", "title": "One", "body": "Two.", "layers": []}
    sides = {"left": ["west"], "right": ["east"], "left_caption": "W", "right_caption": "E"}
    story = {
        "title": "Two sides",
        "base": [],
        "layers": {name: {"source": f"{name}.geojson"} for name in ("west", "east")},
        "steps": [step | {"swipe": sides}],
    }
    (tmp_path / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    (state,) = build.assemble(tmp_path / "story.yaml").scene.steps
    lon, lat, width_m, *_ = state["view"]
    assert (round(lon), 40 < lat < 55) == (40, True)
    assert width_m > 2_500_000
    story["steps"] = [step]
    (tmp_path / "story.yaml").write_text(json.dumps(story), encoding="utf-8")
    with pytest.raises(ConfigError, match="has neither a view nor layers"):
        build.assemble(tmp_path / "story.yaml")


def test_a_link_in_the_prose_leads_to_a_step(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    go(page, 1)
    page.evaluate("document.querySelector('#side p a').click() || 1")
    until(page, f"{STATE}.section === 6")
    assert page.evaluate("location.hash") == "#time"
    assert faults(page) == []


def test_fingers_and_the_mouse_move_divider_and_slider(
    chromium: Chromium, small_page: Path
) -> None:
    """With the browser's own input: a mouse and a finger that touches the glass."""
    with chromium.open(width=1280, height=800, reduced_motion=True, has_touch=True) as page:
        opened(page, small_page)
        go(page, 5)
        rest(page)
        start = middle(box(page, ".sg-swipe"))
        page.raw.mouse.move(*start)
        page.raw.mouse.down()
        page.raw.mouse.move(start[0] - 60, start[1], steps=3)
        page.raw.mouse.move(start[0] - 120, start[1], steps=3)
        page.raw.mouse.up()
        there = middle(box(page, ".sg-swipe"))
        assert abs(there[0] - (start[0] - 120)) < 3
        touch(page, (there, (there[0] + 200, there[1] + 6)))
        assert abs(middle(box(page, ".sg-swipe"))[0] - (there[0] + 200)) < 3
        assert page.evaluate(STATE)["section"] == 5
        assert page.evaluate(STATE)["exploring"] is False, "the divider moves, not the map"
        go(page, 6)
        assert members(page) == {"Alba", "Brum"}
        year, track = "Number(document.querySelector('.sg-time-range').value)", ".sg-time-range"
        field = box(page, track)
        y = (field["top"] + field["bottom"]) / 2
        page.raw.mouse.click(field["left"] + 0.02 * field["width"], y)
        until(page, f"{year} <= 2001 && {STATE}.labels.length <= 1")
        page.raw.touchscreen.tap(field["right"] - 0.02 * field["width"], y)
        until(page, f"{year} >= 2023 && {STATE}.labels.length === 3")
        assert page.evaluate(STATE)["section"] == 6
        assert faults(page) == []


def middle(found: Box) -> tuple[float, float]:
    return (found["left"] + found["right"]) / 2, (found["top"] + found["bottom"]) / 2


Way = tuple[tuple[float, float], tuple[float, float]]


def touch(page: ChromiumPage, *ways: Way) -> None:
    """A finger for each way, set down at its start and drawn to its end."""
    glass = page.raw.context.new_cdp_session(page.raw)

    def send(kind: str, points: list[dict[str, float]]) -> None:
        glass.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    for step in range(11):
        at = [[a + (b - a) * step / 10 for a, b in zip(*way, strict=True)] for way in ways]
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(at)]
        send("touchMove" if step else "touchStart", points)
    send("touchEnd", [])


def test_fingers_scroll_the_story_turn_the_globe_and_draw_it_near(
    chromium: Chromium, small_page: Path
) -> None:
    """On the map of a phone, also where the divider stands."""
    with chromium.open(width=390, height=844, has_touch=True, is_mobile=True) as page:
        opened(page, small_page)
        for section, x in [(5, 195), (5, 60), (4, 195)]:
            go(page, section)
            camera = rest(page)["camera"]
            before = page.evaluate("scrollY")
            touch(page, ((x, 400), (x + 4, 200)))
            until(page, f"scrollY > {before} + 100")
            go(page, section)
            assert rest(page)["camera"] == camera
        touch(page, ((195, 300), (75, 304)))
        turned = rest(page)
        assert turned["exploring"]
        assert turned["camera"]["lon"] > camera["lon"] + 1
        touch(page, ((180, 300), (100, 300)), ((210, 300), (290, 300)))
        assert rest(page)["camera"]["zoom"] > turned["camera"]["zoom"] + 1
        touch(page, ((100, 300), (180, 300)), ((290, 300), (210, 300)))
        assert abs(rest(page)["camera"]["zoom"] - turned["camera"]["zoom"]) < 0.5
        assert faults(page) == []


def members(page: Page) -> set[str]:
    return {label["text"] for label in rest(page)["labels"]}


def test_the_slider_shows_a_year_and_keeps_later_ones_apart(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    go(page, 6)
    assert members(page) == {"Alba", "Brum"}
    field = "document.querySelector('.sg-time-range')"
    since = "document.querySelector('.sg-time-since').checkVisibility()"
    page.evaluate(f"{field}.focus()")
    page.key("Home")
    until(page, f"{field}.value === '2000' && {STATE}.labels.length === 0")
    page.key("ArrowRight")
    until(page, f"{STATE}.labels.length === 1")
    assert page.evaluate(STATE)["section"] == 6, "the keys belong to the slider"
    assert not page.evaluate(since)
    page.key("End")
    until(page, f"{STATE}.labels.length === 3")
    assert page.evaluate(since)
    assert "since" in page.evaluate(f"{field}.getAttribute('aria-valuetext')")
    # playing begins again and ends where the story's own time does
    page.evaluate(
        f"(() => {{ {field}.value = 2016; {field}.dispatchEvent(new Event('input')); }})()"
    )
    page.evaluate("document.querySelector('.sg-time-play').click()")
    play = "document.querySelector('.sg-time-play').getAttribute('aria-pressed')"
    assert page.evaluate(play) == "true"
    until(page, f"{play} === 'false' && {field}.value === '2018'")
    go(page, 5)
    rest(page)
    assert not page.evaluate(f"{field}.offsetParent")
    go(page, 6)
    assert members(page) == {"Alba", "Brum"}, "arriving again begins in the story's time"
    assert faults(page) == []


def test_what_came_since_reaches_the_slider_of_years(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    go(page, 6)
    early = members(page)
    assert early == {"Alba", "Brum"}
    last = "Number(document.querySelector('.sg-time-range').max)"
    year = "Number(document.querySelector('.sg-time-range').value)"
    page.key("t")
    until(page, f"{year} === {last} && {STATE}.labels.length === 3")
    assert page.evaluate("document.querySelector('.sg-time-since').checkVisibility()")
    go(page, 5)
    rest(page)
    go(page, 6)
    assert len(members(page)) == 3  # it is a switch for every step
    page.key("t")
    until(page, f"{year} === 2018 && {STATE}.labels.length === 2")
    assert members(page) == early
    page.key("t")
    page.reload()  # and is remembered
    until(page, "window.storyglobe?.stories?.length")
    assert len(members(page)) == 3
    page.key("p")
    page.evaluate("document.documentElement.classList.remove('sg-awake')")
    page.key("t")
    until(page, f"{year} === 2018 && {STATE}.labels.length === 2")
    assert members(page) == early
    awake = page.evaluate("document.documentElement.classList.contains('sg-awake')")
    assert not awake, "the bar would lie over what the key has changed"
    assert faults(page) == []


TEXTS = """[...document.querySelectorAll('#side p, #side h2, #side figcaption, .sg-attribution')]
  .filter((element) => element.checkVisibility() && element.textContent.trim())
  .map((element) => {
    const solid = (node) => {
      const [r, g, b, a] = getComputedStyle(node).backgroundColor.match(/[\\d.]+/g).map(Number);
      if (a === undefined || a > 0.8) return [r, g, b];
      return node.parentElement ? solid(node.parentElement) : [255, 255, 255];
    };
    const ink = getComputedStyle(element).color.match(/[\\d.]+/g).map(Number).slice(0, 3);
    const name = element.className || element.localName;
    return [name, ink, element.closest('.sg-card') ? solid(element) : null];
  })"""


def test_the_theme_changes_page_and_map_and_is_remembered(page: Page, small_page: Path) -> None:
    opened(page, small_page)
    theme = "document.documentElement.dataset.theme"
    assert page.evaluate(theme) == "dark", "as the story asks"
    go(page, 1)
    rest(page)
    seas = {}
    for wanted in ("dark", "light"):
        assert page.evaluate(theme) == wanted
        seas[wanted] = page.evaluate(f"{COLOUR}(1200, 700)")
        found = page.evaluate(TEXTS)
        assert len(found) >= 4
        for name, ink, ground in found:
            if ground:
                pair = [
                    "#" + "".join(f"{round(v):02x}" for v in colour) for colour in (ink, ground)
                ]
                assert contrast(pair[0], pair[1]) >= 4.5, (wanted, name, pair)
        button = "document.querySelector('[data-command=theme]')"
        assert (
            page.evaluate(f"{button}.getAttribute('aria-pressed')") == str(wanted == "dark").lower()
        )
        page.evaluate(f"{button}.click()")
        rest(page)
    assert sum(seas["dark"]) < 200
    assert sum(seas["light"]) > 550
    page.evaluate("document.querySelector('[data-command=theme]').click()")
    assert page.evaluate(theme) == "light"
    opened(page, small_page)
    assert page.evaluate(theme) == "light", "the reader's choice outlives the visit"
    page.evaluate("localStorage.removeItem('storyglobe theme')")
    assert faults(page) == []


def test_a_page_follows_the_system_where_the_story_says_so(
    chromium: Chromium, story_page: Path
) -> None:
    theme = "document.documentElement.dataset.theme"
    with chromium.open(width=390, height=844, color_scheme="dark") as page:
        opened(page, story_page)
        assert page.evaluate(theme) == "dark"
        page.raw.emulate_media(color_scheme="light")
        until(page, f"{theme} === 'light'")
        rest(page)
        assert sum(page.evaluate(f"{COLOUR}(10, 150)")) > 400
        page.raw.emulate_media(color_scheme="dark")
        until(page, f"{theme} === 'dark'")
        rest(page)
        assert sum(page.evaluate(f"{COLOUR}(10, 150)")) < 250
        page.evaluate("document.querySelector('[data-command=theme]').click()")
        assert page.evaluate(theme) == "light"
        opened(page, story_page)
        assert page.evaluate(theme) == "light", "what the reader chose goes before the system"
        page.evaluate("localStorage.removeItem('storyglobe theme')")
        assert faults(page) == []


def test_a_page_stays_light_where_the_story_says_so(chromium: Chromium, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    starter = Path(build.__file__).with_name("starter")
    build.write(target, build.page(build.assemble(starter)))
    with chromium.open(color_scheme="dark") as page:
        opened(page, target)
        assert page.evaluate("document.documentElement.dataset.theme") == "light"


@pytest.mark.parametrize("size", [(390, 844), (360, 640)])
def test_a_phone_gives_the_map_more_than_half(
    browser: Browser, small_page: Path, size: tuple[int, int]
) -> None:
    width, height = size
    with browser.open(width=width, height=height) as page:
        opened(page, small_page)
        for section in range(8):
            go(page, section)
            rest(page)
            for share in (0.05, 0.3, 0.54):
                hit = page.evaluate(
                    f"document.elementFromPoint({width * 0.4}, {height * share})"
                    ".closest('.sg-map') !== null"
                )
                assert hit, (section, share)
            assert box(page, ".sg-map")["height"] >= 0.55 * height - 0.5
        assert faults(page) == []


@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_a_projector_shows_letters_for_the_back_row(
    browser: Browser, story_page: Path, size: tuple[int, int]
) -> None:
    width, height = size
    with browser.open(width=width, height=height, reduced_motion=True) as page:
        opened(page, story_page)
        page.key("p")
        until(page, f"{STATE}.mode.presenting")
        assert page.evaluate("document.documentElement.dataset.mode") == "projector"
        # presenting fills the screen, and a headless browser has its own idea of that
        height = page.evaluate("innerHeight")
        for section in (0, 1, 11, 14, 18):
            go(page, section)
            state = rest(page)
            sizes = page.evaluate(
                """[...document.querySelectorAll(
                  '.sg-current p, .sg-current summary, .sg-current li, .sg-legend')]
                  .filter((element) => element.checkVisibility())
                  .map((element) => [element.className || element.localName,
                    parseFloat(getComputedStyle(element).fontSize)])"""
            )
            small = [(name, px) for name, px in sizes if px < 0.022 * height]
            assert small == [], section
            # a box of a name is 1.16 times as tall as its letters
            tall = [
                label["box"]["bottom"] - label["box"]["top"]
                for label in state["labels"]
                if label["layer"] == "places"
            ]
            assert all(px >= 0.022 * height for px in tall), section


def test_bad_media_are_refused_in_one_sentence(tmp_path: Path) -> None:
    files = {
        "drawing.svg": (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
            "is an SVG",
        ),
        "picture.png": (b'<svg onload="x()"/>', "is an SVG"),
        "notes.txt": (b"only words", "none of the kinds"),
        "long.mp3": (b"ID3" + b"\0" * LIMIT_BYTES, "limit for one file is 8 MB"),
    }
    for name, (data, words) in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(StorymapError, match=words):
            embed(name, tmp_path)
    for name in ("../secret.png", "/etc/hostname", "https://example.org/a.png", "missing.png"):
        with pytest.raises(StorymapError):
            embed(name, tmp_path)


def test_all_bad_media_are_named_with_their_lines(tmp_path: Path) -> None:
    path = tell(tmp_path)
    (tmp_path / "dot.png").write_bytes(b"<svg/>")
    (tmp_path / "silence.wav").unlink()
    with pytest.raises(ConfigError) as error:
        build.assemble(path)
    assert len(error.value.problems) == 2
    assert all("steps[1].media[" in line for line in error.value.problems)


def test_what_a_file_is_its_first_bytes_say() -> None:
    assert mime_of(png()) == "image/png"
    assert mime_of(wav()) == "audio/wav"
    kinds = {
        b"\xff\xd8\xff\xe0": "image/jpeg",
        b"GIF89a": "image/gif",
        b"RIFF\0\0\0\0WEBPVP8 ": "image/webp",
        b"\0\0\0\x1cftypavif": "image/avif",
        b"\0\0\0\x1cftypM4A ": "audio/mp4",
        b"\0\0\0\x1cftypisom": "video/mp4",
        b"\0\0\0\x14ftypqt  \0\0\0\0qt  ": "video/mp4",
        b"\0\0\0\x18ftypMSNV\0\0\0\0MSNVmp42": "video/mp4",
        b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif": "image/avif",
        b"\0\0\0\x18ftypheic\0\0\0\0mif1iso6": None,
        b"\0\0\0\x18ftypcrx \0\0\0\1crx isoX": None,
        b"\x1a\x45\xdf\xa3": "video/webm",
        b"OggS": "audio/ogg",
        b"fLaC": "audio/flac",
        b"\xff\xfb\x90": "audio/mpeg",
        b"%PDF-1.7": None,
        b"": None,
    }
    assert {start: mime_of(start) for start in kinds} == kinds


def test_a_photo_that_browsers_do_not_show_is_refused_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "a.heic").write_bytes(b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic" + bytes(40))
    with pytest.raises(StorymapError, match="HEIC photo, which few browsers show; save it as JPEG"):
        embed("a.heic", tmp_path)


def test_a_slider_takes_dates(tmp_path: Path) -> None:
    path = tell(tmp_path)
    years = build.assemble(path).scene.steps[5]["time"]["years"]
    layer = tmp_path / "members.geojson"
    text = layer.read_text(encoding="utf-8")
    dated = re.sub(r'"joined": (\d+)', r'"joined": "\1-06-15"', text)
    assert dated != text
    layer.write_text(dated, encoding="utf-8")
    assert build.assemble(path).scene.steps[5]["time"]["years"] == years


def test_a_slider_needs_years(tmp_path: Path) -> None:
    path = tell(tmp_path)
    story = json.loads(path.read_text(encoding="utf-8"))
    story["steps"][5]["time"]["field"] = "name"
    path.write_text(json.dumps(story), encoding="utf-8")
    with pytest.raises(ConfigError, match="must hold a year such as 2001"):
        build.assemble(path)
    story["steps"][5]["time"] |= {"field": "joined", "layer": "red"}
    path.write_text(json.dumps(story), encoding="utf-8")
    with pytest.raises(ConfigError, match="the step does not show 'red'"):
        build.assemble(path)


def test_a_name_in_a_language_that_the_data_lacks(tmp_path: Path) -> None:
    path = tell(tmp_path)
    story = json.loads(path.read_text(encoding="utf-8"))
    story["steps"][0]["layers"] = [{"layer": "places", "names": ["en", "zh"]}]
    path.write_text(json.dumps(story), encoding="utf-8")
    with pytest.raises(ConfigError, match="has no names in 'zh', only in en, ru"):
        build.assemble(path)
