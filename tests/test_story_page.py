"""The page that ships, in real browsers, from file:// and without a network.

The map must be a pure function of the step: however the reader got there, the camera, the layers
and the names are the step's own, and the places it is about lie where no card covers them.
"""

import json
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from pyproj import Transformer

from browsers import Browser, Page
from story.build import Built

ROOT = Path(__file__).parent.parent
SHOTS = ROOT / "output" / "screenshots"
SIZES = {"projector": (1920, 1080), "laptop": (1366, 768), "phone": (390, 844)}
STATE = "window.storyglobe?.stories?.[0]?.state()"


def until(page: Page, js: str, limit_s: float = 90) -> None:
    """Wait until an expression is true; a page that never gets there fails the test."""
    end = time.monotonic() + limit_s
    while not page.evaluate(f"Boolean({js})"):
        assert time.monotonic() < end, f"never true: {js}"
        page.evaluate("new Promise((done) => setTimeout(done, 40))")


def opened(page: Page, story_page: Path, anchor: str = "") -> None:
    page.goto(story_page.as_uri() + anchor)
    until(page, "window.storyglobe?.stories?.length")
    rest(page)


def rest(page: Page) -> dict[str, Any]:
    """What the map shows once it has come to rest."""
    until(page, f"!{STATE}.flying && !{STATE}.placing")
    state: dict[str, Any] = page.evaluate(STATE)
    return state


def check_step(state: dict[str, Any], shipped: Built, number: int) -> None:
    """The map shows step `number` (from 0), and nothing of any other."""
    wanted = shipped.scene.steps[number]
    assert state["step"] == wanted["id"]
    names = list(shipped.story.layers)
    assert state["layers"] == [names[entry["l"]] for entry in wanted["show"]]
    for key, tolerance in {"lon": 1e-6, "lat": 1e-6, "zoom": 1e-6}.items():
        assert abs(state["camera"][key] - state["target"][key]) < tolerance, (wanted["id"], key)
    if wanted["view"][4] is None:
        assert abs(state["camera"]["lat"] - wanted["view"][1]) < 1e-4
    free, labels = state["free"], {(label["layer"], label["id"]) for label in state["labels"]}
    for place in state["named"]:
        where = (wanted["id"], place["id"], round(place["x"]), round(place["y"]), free)
        assert free["left"] - 20 <= place["x"] <= free["right"] + 20, where
        assert free["top"] - 20 <= place["y"] <= free["bottom"] + 20, where
        if place["named"]:
            assert (place["layer"], place["id"]) in labels, f"{where} has no name on the map"
    check_labels(state)


def check_labels(state: dict[str, Any]) -> None:
    """No name overlaps another, and none leaves the part of the map that is free for names."""
    free = state["free"]
    for label in state["labels"]:
        inside = label["box"]["left"] >= free["left"] and label["box"]["top"] >= free["top"]
        assert inside, f"{state['step']}: '{label['text']}' lies under the card or the edge"
    boxes = [
        (label["text"], box)
        for label in state["labels"]
        for box in label.get("boxes") or [label["box"]]
    ]
    for i, (text, a) in enumerate(boxes):
        for other, b in boxes[:i]:
            apart = (
                a["left"] >= b["right"]
                or b["left"] >= a["right"]
                or a["top"] >= b["bottom"]
                or b["top"] >= a["bottom"]
            )
            assert apart or text == other, f"{state['step']}: '{text}' overlaps '{other}'"
    for label in state["labels"]:
        through = [text for text, box in boxes if label["leader"] and crosses(label["leader"], box)]
        assert set(through) <= {label["text"]}, f"{state['step']}: a leader runs through {through}"


def crosses(line: Sequence[float], box: dict[str, float]) -> bool:
    """Whether a line from (x, y) to (x, y) goes through a box, tried at 40 places of it."""
    x1, y1, x2, y2 = line
    places = [(x1 + (x2 - x1) * i / 40, y1 + (y2 - y1) * i / 40) for i in range(41)]
    return any(box["left"] < x < box["right"] and box["top"] < y < box["bottom"] for x, y in places)


# What a step is about is named in every window, beside the places that it lists itself.
NAMED = {
    "long-border": {"RUSSIA", "CHINA"},
    "belgrade-1999": {"ROMANIA", "Black Sea"},
    "crimea-2014": {"UKRAINE", "RUSSIA", "Black Sea", "Sea of Azov"},
    "arms-learner": {"RUSSIA", "CHINA"},
    "baltic-2017": {"Baltic Sea", "POLAND", "RUSSIA"},
    "trade-scales": {"RUSSIA", "CHINA"},
    "gas-2014": {"RUSSIA", "CHINA", "Power of Siberia"},
    "amur-heilongjiang": {"Amur Oblast", "Heilongjiang"},
    "blagoveshchensk-heihe": {"Amur · Амур · 黑龙江", "Zeya · Зея · 结雅河"},
    "central-asia": {"KAZAKHSTAN", "RUSSIA", "CHINA"},
    "three-evils": {"RUSSIA", "CHINA", "INDIA"},
    "afghan-tajik-border": {"AFGHANISTAN", "TAJIKISTAN", "Panj", "Gorno-Badakhshan (GBAO)"},
    "arctic": {"RUSSIA", "Arctic Ocean", "Arctic Circle (66.56° N)"},
    "northern-sea-route": {"RUSSIA", "Arctic Ocean"},
    "yamal-lng": {"RUSSIA", "Gulf of Ob", "Arctic Circle (66.56° N)"},
    "four-forks": {"RUSSIA", "CHINA"},
}


def check_names(state: dict[str, Any]) -> None:
    """The step has the names that a reader needs to find where it is."""
    texts = [label["text"] for label in state["labels"]]
    # a name too long for its line may end at its comma, and need not
    wanted = NAMED.get(state["step"], set())
    lacking = [name for name in wanted if name not in {text.split(", ")[0] for text in texts}]
    assert not lacking, f"{state['step']}: without {lacking}"


def go(page: Page, section: int) -> None:
    page.evaluate(f"window.storyglobe.stories[0].go({section})")


# Go to a section and tell the map's state once it has come to rest, and how many places the camera
# has been at, in one call: a walk through all steps at all sizes would otherwise spend most of its
# time on asking.
ARRIVE = """(async (section) => {
  const story = window.storyglobe.stories[0], been = new Set();
  story.go(section);
  const end = performance.now() + 60000;
  for (;;) {
    const state = story.state();
    been.add(JSON.stringify(state.camera));
    if (!state.flying && !state.placing) {
      const legend = document.querySelector(".sg-legend").getBoundingClientRect();
      const card = document.querySelector(".sg-current .sg-card").getBoundingClientRect();
      const apart =
        legend.left >= card.right || legend.top >= card.bottom || legend.bottom <= card.top;
      return {...state, been: been.size, beside: apart || legend.width === 0};
    }
    if (performance.now() > end) throw new Error(`section ${section} never comes to rest`);
    await new Promise(requestAnimationFrame);
  }
})"""


def arrive(page: Page, section: int) -> dict[str, Any]:
    """What the map shows at a section, at rest."""
    state: dict[str, Any] = page.evaluate(f"{ARRIVE}({section})")
    return state


def test_every_step_at_every_size_is_the_step_s_own(
    browser: Browser, story_page: Path, shipped: Built
) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    with browser.open(reduced_motion=True) as page:
        opened(page, story_page)
        for size, (width, height) in {**SIZES, "old projector": (1024, 768)}.items():
            page.resize(width, height)
            rest(page)
            for number, step in enumerate(shipped.scene.steps):
                state = arrive(page, number + 1)
                assert state["been"] <= 2, "where motion is unwelcome, the camera jumps"
                check_step(state, shipped, number)
                check_names(state)
                assert state["beside"], f"{step['id']}, {size}: the legend lies under the card"
                if page.browser == "chromium" and size == "laptop":
                    page.screenshot(SHOTS / f"{size}-{number + 1:02d}-{step['id']}.png")
        assert page.problems() == []
        assert page.requests() == []


def test_keys_walk_forwards_and_backwards(
    browser: Browser, story_page: Path, shipped: Built
) -> None:
    with browser.open(reduced_motion=True) as page:
        opened(page, story_page)
        last = len(shipped.scene.steps) - 1
        page.key("End")
        assert rest(page)["section"] == last + 2
        page.key("Home")
        assert rest(page)["section"] == 0
        seen = [press_until_next(page, "PageDown") for _ in range(last + 1)]
        assert seen == [step["id"] for step in shipped.scene.steps]
        back = [press_until_next(page, "ArrowUp") for _ in range(3)]
        assert back == seen[-2:-5:-1]
        for key, delta in {"ArrowRight": 1, "ArrowLeft": -1, "Space": 1, "PageUp": -1}.items():
            before = place(page)["section"]
            press_until_next(page, key)
            assert place(page)["section"] == before + delta, key
        assert page.problems() == []


def test_keys_read_to_the_foot_of_the_page_and_stay(browser: Browser, story_page: Path) -> None:
    with browser.open(width=1366, height=768, reduced_motion=True) as page:
        opened(page, story_page)
        left = "document.documentElement.scrollHeight - innerHeight - scrollY"
        for key in ("ArrowRight", "Space", "PageDown"):
            page.key("End")
            rest(page)
            assert page.evaluate(left) > 500
            for _ in range(5):
                page.key(key)
            assert page.evaluate(left) < 2, key
            for _ in range(2):
                page.key(key)
            assert page.evaluate(left) < 2, key
        assert page.problems() == []


def test_a_page_loaded_again_is_where_it_was_read(browser: Browser, story_page: Path) -> None:
    with browser.open(width=1366, height=600, reduced_motion=True) as page:
        opened(page, story_page, "#trade-scales")
        page.evaluate("window.scrollBy(0, 170)")
        until(page, f"{STATE}.step === 'trade-scales'")
        head = "document.querySelector('#trade-scales .sg-card').getBoundingClientRect().top"
        before = page.evaluate(head)
        for _ in range(2):
            page.reload()
            until(page, "window.storyglobe?.stories?.length")
            rest(page)
            assert page.evaluate(STATE)["step"] == "trade-scales"
            assert page.evaluate(head) == pytest.approx(before, abs=2)
        assert page.problems() == []


def place(page: Page) -> dict[str, Any]:
    """The reader's step and section, without all that the map shows."""
    found: dict[str, Any] = page.evaluate(f"(({{step, section}}) => ({{step, section}}))({STATE})")
    return found


def press_until_next(page: Page, key: str) -> str:
    """Press until another step is reached: a tall card is read to its end first."""
    before = place(page)["section"]
    for _ in range(8):
        page.key(key)
        now = place(page)
        if now["section"] != before:
            return str(now["step"])
    pytest.fail(f"{key} never left section {before}")


def test_a_fast_reader_ends_where_a_slow_one_does(
    page: Page, story_page: Path, shipped: Built
) -> None:
    opened(page, story_page)
    for section in [1, 18, 3, 11, 2, 20, 5, 6, 7, 8, 15, 14, 13, 12]:
        go(page, section)
    check_step(rest(page), shipped, 11)
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    until(page, f"{STATE}.section === {len(shipped.scene.steps) + 1}")
    check_step(rest(page), shipped, len(shipped.scene.steps) - 1)
    page.evaluate("window.scrollTo(0, 0)")
    until(page, f"{STATE}.section === 0")
    check_step(rest(page), shipped, 0)
    assert page.problems() == []


def test_a_link_opens_at_its_step(browser: Browser, story_page: Path, shipped: Built) -> None:
    for number, (width, height) in zip((3, 11, 17), SIZES.values(), strict=True):
        with browser.open(width=width, height=height) as page:
            step = shipped.scene.steps[number]["id"]
            opened(page, story_page, f"#{step}")
            check_step(rest(page), shipped, number)
            assert page.evaluate("location.hash") == f"#{step}"
            assert page.problems() == []


def test_an_address_typed_in_shows_the_card_from_its_head(
    browser: Browser, story_page: Path, shipped: Built
) -> None:
    for name in ("phone", "laptop"):
        width, height = SIZES[name]
        with browser.open(width=width, height=height) as page:
            opened(page, story_page)
            for number in (12, 13, 14, 3):  # beside one another, and far
                step = shipped.scene.steps[number]["id"]
                page.evaluate(f"void (location.hash = {step!r})")
                until(page, f"{STATE}.step === {step!r}")
                rest(page)
                card = f"document.querySelector('#{step} .sg-card').getBoundingClientRect().top"
                map_ends = height * 0.55 if name == "phone" else 0
                assert map_ends < page.evaluate(card) < map_ends + height / 4, (name, step)
                check_step(rest(page), shipped, number)
            assert page.problems() == []


def test_the_address_follows_the_reader(page: Page, story_page: Path, shipped: Built) -> None:
    opened(page, story_page)
    for section in (4, 2):
        go(page, section)
        assert page.evaluate("location.hash") == f"#{shipped.scene.steps[section - 1]['id']}"
    go(page, 0)
    assert page.evaluate("location.hash") == ""


def test_the_list_of_steps_jumps(page: Page, story_page: Path, shipped: Built) -> None:
    opened(page, story_page)
    names = page.evaluate(
        "[...document.querySelectorAll('.sg-rail a')].map((a) => a.hash.slice(1))"
    )
    assert names == [step["id"] for step in shipped.scene.steps]
    page.evaluate("document.querySelectorAll('.sg-rail a')[9].click()")
    check_step(rest(page), shipped, 9)
    current = page.evaluate("document.querySelector('.sg-rail [aria-current=step]').hash")
    assert current == f"#{shipped.scene.steps[9]['id']}"


def test_the_map_has_no_hole_in_flight(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    holes = page.evaluate(
        """(async () => {
          const story = window.storyglobe.stories[0];
          const canvas = document.querySelector('.sg-map canvas'), c = canvas.getContext('2d');
          let frames = 0;
          const holes = [];
          const covers = (box) => box.left <= 0 && box.top <= 0
            && box.right >= document.documentElement.clientWidth && box.bottom >= innerHeight;
          for (const section of [18, 3, 12]) {
            story.go(section);
            await new Promise((done) => setTimeout(done, 270));
            while (story.state().flying) {
              await new Promise(requestAnimationFrame);
              frames++;
              if (!covers(canvas.getBoundingClientRect())) holes.push('off');
              const right = canvas.width - 2, low = canvas.height - 2;
              const middle = [right / 2, low / 2];
              for (const [x, y] of [[1, 1], [right, 1], [1, low], [right, low], middle]) {
                if (c.getImageData(x, y, 1, 1).data[3] !== 255) holes.push('clear');
              }
            }
          }
          return {frames, holes};
        })()"""
    )
    assert holes["frames"] > 5
    assert holes["holes"] == []


def test_looking_round_and_back_to_the_story(page: Page, story_page: Path, shipped: Built) -> None:
    opened(page, story_page)
    go(page, 5)
    before = rest(page)["camera"]
    page.evaluate("document.querySelector('[data-do=in]').click()")
    until(page, f"{STATE}.exploring && !{STATE}.flying && {STATE}.camera.zoom > {before['zoom']}")
    page.evaluate(
        """(() => {
          const map = document.querySelector('.sg-map');
          const send = (type, clientX, clientY) => map.dispatchEvent(
            new PointerEvent(type, {bubbles: true, pointerId: 7, buttons: 1, clientX, clientY}));
          send('pointerdown', 900, 400);
          send('pointermove', 960, 420);
          send('pointermove', 1000, 430);
          send('pointerup', 1000, 430);
        })()"""
    )
    moved = page.evaluate(STATE)["camera"]
    assert abs(moved["lon"] - before["lon"]) > 0.1
    page.evaluate("document.querySelector('[data-do=back]').click()")
    check_step(rest(page), shipped, 4)
    assert page.evaluate(STATE)["exploring"] is False
    # Leaflet copies all fields of a click for its own double click; Firefox warns of two old ones
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []


def test_a_hover_and_a_tap_tell_what_a_place_is(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, 12)
    place = rest(page)["named"][0]
    page.evaluate(
        f"""(() => {{
          const at = {{bubbles: true, clientX: {place["x"]}, clientY: {place["y"]}}};
          document.querySelector('.sg-map').dispatchEvent(new PointerEvent('pointermove', at));
        }})()"""
    )
    until(page, "!document.querySelector('.sg-tip').hidden")
    name = page.evaluate("document.querySelector('.sg-tip-name').textContent")
    assert name
    page.evaluate(
        f"document.querySelector('.sg-map').dispatchEvent(new MouseEvent('click', "
        f"{{bubbles: true, clientX: {place['x']}, clientY: {place['y']}}}))"
    )
    until(page, "document.querySelector('.sg-tip-pinned')")
    page.key("Escape")
    until(page, "document.querySelector('.sg-tip').hidden")


def test_the_ground_tells_of_itself_when_it_is_clicked(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, 1)
    rest(page)
    at = page.evaluate(
        """(() => {
          const {x, y} = window.storyglobe.stories[0].map.latLngToContainerPoint([46.8, 103]);
          return {clientX: x, clientY: y}; // in Mongolia, far from all names
        })()"""
    )
    send = (
        "(document.querySelector('.sg-map').dispatchEvent(new {kind}Event('{type}', "
        "{{bubbles: true, ...{at}}})), new Promise((done) => setTimeout(done, 200)))"
    )
    page.evaluate(send.format(kind="Pointer", type="pointermove", at=json.dumps(at)))
    assert page.evaluate("document.querySelector('.sg-tip').hidden")
    page.evaluate(send.format(kind="Mouse", type="click", at=json.dumps(at)))
    until(page, "document.querySelector('.sg-tip-pinned')")
    assert "Mongolia" in page.evaluate("document.querySelector('.sg-tip').textContent")


def test_exploring_on_a_phone_fills_the_window(browser: Browser, story_page: Path) -> None:
    with browser.open(width=390, height=844) as page:
        opened(page, story_page)
        go(page, 11)
        rest(page)
        small = page.evaluate("document.querySelector('.sg-map canvas').offsetHeight")
        page.evaluate("document.querySelector('[data-do=explore]').click()")
        rest(page)
        height = page.evaluate("innerHeight")
        assert page.evaluate("document.querySelector('.sg-map canvas').offsetHeight") == height
        page.evaluate("document.querySelector('[data-do=back]').click()")
        rest(page)
        assert (
            page.evaluate("document.querySelector('.sg-map canvas').offsetHeight") == small < height
        )
        assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []


def test_a_click_on_a_name_tells_of_its_place(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, 11)
    labels = {label["id"]: label for label in rest(page)["labels"] if label["layer"] == "places"}
    for label in labels.values():
        x = (label["box"]["left"] + label["box"]["right"]) / 2
        y = (label["box"]["top"] + label["box"]["bottom"]) / 2
        page.evaluate(
            f"document.querySelector('.sg-map').dispatchEvent(new MouseEvent('click', "
            f"{{bubbles: true, clientX: {x}, clientY: {y}}}))"
        )
        until(
            page,
            f"document.querySelector('.sg-tip-name')?.textContent === {json.dumps(label['text'])}",
        )


@pytest.mark.parametrize("size", [(683, 384), (950, 500), (1024, 768), (1366, 768)])
def test_the_title_stands_on_paper_and_clear_of_the_map(
    browser: Browser, story_page: Path, size: tuple[int, int]
) -> None:
    with browser.open(width=size[0], height=size[1], reduced_motion=True) as page:
        opened(page, story_page)
        found = page.evaluate("""(() => {
          const card = document.querySelector('.sg-opening .sg-card');
          const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT), lines = [];
          const range = document.createRange();
          while (texts.nextNode()) {
            const {data, parentElement} = texts.currentNode;
            if (!data.trim() || !parentElement.checkVisibility()) continue;
            range.selectNodeContents(texts.currentNode);
            lines.push(...range.getClientRects());
          }
          const boxOf = (name) => document.querySelector(name).getBoundingClientRect();
          const meets = (a) => lines.filter((b) => a.left < b.right && b.left < a.right
            && a.top < b.bottom && b.top < a.bottom).length;
          const paper = getComputedStyle(card.parentElement).backgroundImage;
          return {
            meets: meets(boxOf('.sg-attribution')) + meets(boxOf('.sg-legend')),
            right: Math.max(...lines.map(({right}) => right)), top: boxOf('.sg-opening h1').top,
            below: boxOf('.sg-opening .sg-hint').top - boxOf('.sg-begin').bottom, paper,
          };
        })()""")
        assert found["meets"] == 0
        assert found["top"] > 8
        assert found["below"] >= 8  # the hint does not touch the button
        stops = re.findall(r"rgba\([^)]*, ([\d.]+)\) ([\d.]+)(px|%)", found["paper"])
        ends = [
            float(at) * (1 if unit == "px" else size[0] / 100)
            for alpha, at, unit in stops
            if float(alpha) > 0.5
        ]
        # while there is a word there is paper
        assert found["right"] <= max(ends) + 2 or size[0] > 1200
        assert page.problems() == []


def test_the_legend_shows_what_is_on_the_screen(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    seen = set()
    for section in (11, 18):
        go(page, section)
        rest(page)
        rows = page.evaluate(
            "[...document.querySelectorAll('.sg-legend-row')].map((row) => row.textContent)"
        )
        assert rows
        assert len(rows) == len(set(rows))
        seen.add(tuple(rows))
    assert len(seen) == 2
    go(page, 14)
    rest(page)
    rows = page.evaluate(
        "[...document.querySelectorAll('.sg-legend-row')].map((row) => row.textContent)"
    )
    # what the step is about, then the ground; and the map begins beneath the slider of years
    assert [row.split(",")[0] for row in rows][0::2] == [
        "SCO founder",
        "Disputed border or line of control",
    ]
    slider = "document.querySelector('.sg-time:not([hidden])').getBoundingClientRect().bottom"
    assert page.evaluate(f"{STATE}.free.top - {slider}") > 0


def test_a_phone_s_legend_shows_no_half_line_and_opens(browser: Browser, story_page: Path) -> None:
    with browser.open(width=320, height=844) as page:
        opened(page, story_page, "#afghan-tajik-border")
        rows = """[...document.querySelectorAll('.sg-legend-row')].map((row) => {
          const box = row.getBoundingClientRect();
          const legend = row.parentElement.getBoundingClientRect();
          return {
            ends: box.bottom <= legend.bottom + 1,
            begins: box.top < legend.bottom - 1,
            cut: row.scrollWidth > row.clientWidth + 1,
            dots: getComputedStyle(row).textOverflow,
          };
        })"""
        shown = [row for row in page.evaluate(rows) if row["begins"]]
        assert len(shown) >= 2
        assert all(row["ends"] for row in shown)
        assert any(row["cut"] for row in shown)
        assert {row["dots"] for row in shown} == {"ellipsis"}  # a line that is cut says so
        assert not all(row["begins"] for row in page.evaluate(rows))
        key = "document.querySelector('.sg-key')"
        assert page.evaluate(f"{key}.checkVisibility()")
        page.evaluate(f"{key}.click()")
        rest(page)
        assert page.evaluate(f"{key}.ariaExpanded") == "true"
        assert all(row["ends"] and not row["cut"] for row in page.evaluate(rows))
        page.evaluate(f"{key}.click()")
        rest(page)
        assert page.evaluate(f"{key}.ariaExpanded") == "false"
        assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []


def test_two_stories_fit_one_page_with_two_centres(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    centres = page.evaluate(
        """(() => {
          const holder = document.body.appendChild(document.createElement('div'));
          holder.style.cssText = 'width:300px;height:200px';
          const other = L.map(holder, {crs: L.CRS.StoryLAEA, center: [0, 0], zoom: 3, zoomSnap: 0});
          const mine = window.storyglobe.stories[0].map;
          return other.options.crs !== mine.options.crs && other.options.crs !== L.CRS.StoryLAEA;
        })()"""
    )
    assert centres is True


def test_the_engine_s_core_keeps_its_promises(page: Page, story_page: Path) -> None:
    """Unit tests of the pure core, where it runs: projection, sphere and flight."""
    opened(page, story_page)
    faults: dict[str, float] = page.evaluate(
        """(() => {
          const {createLAEA, slerp, vector, lonLat, vanWijk} = window.storyglobe.core;
          let worst = 0;
          const centres = [[0, 0], [128, 50], [-170, 66], [179.9, -12], [30, 89.5], [0, -89]];
          for (const [lon, lat] of centres) {
            const crs = createLAEA();
            crs.setCentre(lon, lat);
            for (const [a, b] of [[128, 50], [70, 37], [-170, 76], [0, 89], [60, 10], [-60, -50]]) {
              const back = crs.projection.unproject(crs.projection.project(L.latLng(b, a)));
              const p = vector(a, b), q = vector(back.lng, back.lat);
              worst = Math.max(worst, Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]));
            }
          }
          const half = lonLat(slerp(vector(170, 0), vector(-170, 0), 0.5));
          const path = vanWijk(0.5, 0.1, 1.2), end = path.at(path.length), start = path.at(0);
          return {
            roundTrip: worst, seam: Math.abs(Math.abs(half[0]) - 180),
            endAngle: Math.abs(end[0] - 1.2), endWidth: Math.abs(end[1] - 0.1),
            startAngle: Math.abs(start[0]), startWidth: Math.abs(start[1] - 0.5),
          };
        })()"""
    )
    assert max(faults.values()) < 1e-6, json.dumps(faults)


def test_the_projection_agrees_with_pyproj(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    for lon, lat in [(128.5, 50.5), (100, 76), (-170, 66), (30, 89)]:
        there = Transformer.from_crs(
            "+proj=longlat +R=6371000", f"+proj=laea +lon_0={lon} +lat_0={lat} +R=6371000"
        )
        for a, b in [(127.5, 50.3), (37.6, 55.7), (-140, 70), (105.8, 21), (116.4, 39.9)]:
            x, y = there.transform(a, b)
            ours = page.evaluate(
                f"(() => {{ const crs = window.storyglobe.core.createLAEA();"
                f" crs.setCentre({lon}, {lat});"
                f" const p = crs.projection.project(L.latLng({b}, {a})); return [p.x, p.y]; }})()"
            )
            assert ours == pytest.approx([x, y], abs=0.01)
