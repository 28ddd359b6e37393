"""Guesses, the quiz, marked words, later facts, steps that build up: with mouse and keyboard."""

import json
from pathlib import Path
from typing import Any

import pytest

from browsers import Browser, Page
from story import build
from story.build import Built
from story.glossary import MARKED, Marker
from story.model import Term
from story.prose import to_html
from test_story_page import STATE, check_step, go, opened, rest, until
from test_story_present import end_of_reveals, press, seen

PLACES = {
    feature["properties"]["id"]: feature
    for feature in json.loads(
        (Path(__file__).parent.parent / "layers" / "places.geojson").read_text(encoding="utf-8")
    )["features"]
}


@pytest.fixture(scope="module")
def built() -> Built:
    return build.assemble(None)


@pytest.fixture
def reading(page: Page, story_page: Path) -> Page:
    opened(page, story_page)
    return page


def check_clean(page: Page) -> None:
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


def text(page: Page, selector: str) -> str:
    return str(page.evaluate(f"document.querySelector({selector!r}).innerText"))


def click(page: Page, selector: str) -> None:
    page.evaluate(f"document.querySelector({selector!r}).click()")


def section_of(built: Built, step: str) -> int:
    return [s["id"] for s in built.scene.steps].index(step) + 1


def test_a_number_is_guessed_before_the_data_show(reading: Page, built: Built) -> None:
    page, box = reading, "#trade-scales .sg-predict"
    go(page, section_of(built, "trade-scales"))
    rest(page)
    assert not seen(page, "#trade-scales .sg-body")  # the prose gives the number away
    assert not seen(page, f"{box} .sg-predict-data")
    page.evaluate(f"document.querySelector('{box} input[type=range]').focus()")
    for _ in range(5):
        page.key("ArrowLeft")
    assert page.evaluate(f"document.querySelector('{box} input[type=number]').value") == "15"
    assert page.evaluate(STATE)["section"] == section_of(built, "trade-scales")
    page.evaluate(f"document.querySelector('{box} .sg-button').focus()")
    page.key("Enter")
    assert text(page, f"{box} .sg-predict-says") == "Your guess: 15. That is 13 too high."
    assert seen(page, "#trade-scales .sg-body")
    assert "2 per cent" in text(page, f"{box} .sg-predict-data")
    assert "BOFIT" in text(page, f"{box} .sg-predict-data")
    click(page, f"{box} .sg-predict-moves .sg-button:nth-of-type(2)")  # guess again, by mouse
    page.evaluate(
        f"(() => {{ const slider = document.querySelector('{box} input[type=range]');"
        " slider.value = 2; slider.dispatchEvent(new Event('input')); })()"
    )
    click(page, f"{box} .sg-button")
    assert text(page, f"{box} .sg-predict-says") == "Your guess: 2. That is right."
    go(page, section_of(built, "blagoveshchensk-heihe"))
    assert not seen(page, "#blagoveshchensk-heihe .sg-body")
    click(page, "#blagoveshchensk-heihe .sg-predict-moves .sg-button:last-child")
    assert seen(page, "#blagoveshchensk-heihe .sg-body")  # without a guess
    assert not seen(page, "#blagoveshchensk-heihe .sg-predict-data")
    check_clean(page)


# how many words a plot has, and which of them lie on another, on a dot or on a mark of the guess
COVERED = """(() => {{
  const all = (what) => [...document.querySelectorAll('{box} .sg-plot ' + what)];
  const edge = (element) => element.getBoundingClientRect();
  // a line of type is taller than its letters, and Firefox counts the halo in
  const meet = (a, b) => a.left + 3 < b.right && b.left + 3 < a.right
    && a.top + 6 < b.bottom && b.top + 6 < a.bottom;
  const words = all('.sg-plot-word:not(:empty)');
  const others = [...all('text:not(:empty)'), ...all('circle:not(.sg-plot-grip)')];
  return [words.length, words.filter((word) => others.some((other) =>
    other !== word && meet(edge(word), edge(other)))).map((word) => word.textContent)];
}})()"""


def test_a_line_is_drawn_by_dragging_and_by_keys(reading: Page, built: Built) -> None:
    page, box = reading, "#central-asia .sg-predict"
    go(page, section_of(built, "central-asia"))
    rest(page)
    now = (
        f"[...document.querySelectorAll('{box} .sg-plot-handle')]"
        ".map((handle) => Number(handle.getAttribute('aria-valuenow')))"
    )
    assert page.evaluate(now) == [2, 2]
    page.evaluate(
        f"""(() => {{
          const svg = document.querySelector('{box} svg'), edge = svg.getBoundingClientRect();
          const handle = document.querySelectorAll('{box} .sg-plot-handle')[1];
          const spot = handle.getBoundingClientRect(), x = spot.left + spot.width / 2;
          const send = (type, y, buttons) => svg.dispatchEvent(new PointerEvent(
            type, {{bubbles: true, pointerId: 5, clientX: x, clientY: y, buttons}}));
          send('pointerdown', edge.top + edge.height * 0.7, 1);
          // twenty of forty lies half way up the plot, between its margins
          send('pointermove', edge.top + edge.height * (20 + (270 - 54) / 2) / 270, 1);
          send('pointerup', edge.top, 0);
        }})()"""
    )
    assert page.evaluate(now) == [2, 20]
    page.evaluate(f"document.querySelector('{box} .sg-plot-handle').focus()")
    for key in ["ArrowUp", "ArrowUp", "PageUp", "ArrowDown"]:
        page.key(key)
    assert page.evaluate(now) == [7, 20]
    assert page.evaluate(STATE)["section"] == section_of(built, "central-asia")
    click(page, f"{box} .sg-button")
    # 7 for 10 and 20 for 30: 6.5 off on average
    assert text(page, f"{box} .sg-predict-says").startswith(
        "Your line is 6.5 billion dollars off on average, mostly too low"
    )
    count, covered = page.evaluate(COVERED.format(box=box))
    assert count == 3  # two figures, and the name of the line beside
    assert covered == []
    assert seen(page, f"{box} .sg-plot-key")  # which line is whose
    check_clean(page)


def test_the_numbers_of_a_line_do_not_run_together(reading: Page) -> None:
    page, box = reading, "#four-forks .sg-predict"
    go(page, page.evaluate("[...document.querySelectorAll('.sg-step')].length - 2"))
    rest(page)
    # a guess that is a little too high at each point: its marks lie where figures would stand
    for handle in range(4):
        page.evaluate(f"document.querySelectorAll('{box} .sg-plot-handle')[{handle}].focus()")
        for key in ["PageUp"] * (2, 4, 6, 6)[handle]:
            page.key(key)
    click(page, f"{box} .sg-button")
    count, covered = page.evaluate(COVERED.format(box=box))
    assert count == 4
    assert covered == []
    check_clean(page)


def test_the_score_of_a_guess_is_fair(reading: Page) -> None:
    found = reading.evaluate(
        """(() => {
          const {missOf, missOfLine, roundOf, wayTo} = window.storyglobe.core;
          const places = [...Array(16).keys()];
          return {
            miss: [missOf(5, [1, 2]), missOf(1.5, [1, 2]), missOf(0, [1, 2])],
            line: missOfLine([1, 5], [2, 2]),
            rounds: [1, 2, 2, 3].map((round) => roundOf(places, 10, round)),
            north: wayTo([100, 50], [100, 51]), across: wayTo([179.5, 0], [-179.5, 0]),
          };
        })()"""
    )
    assert found["miss"] == [3, 0, -1]
    assert found["line"] == {"size": 2, "lean": 1}
    first, second, again, third = found["rounds"]
    assert first == list(range(10))
    assert second == again
    assert len({tuple(first), tuple(second), tuple(third)}) == 3
    assert all(len(set(one)) == 10 for one in found["rounds"])
    assert found["north"]["wind"] == "north"
    assert found["north"]["km"] == pytest.approx(111.2, abs=0.1)
    assert found["across"]["wind"] == "east"  # over the date line, not round the globe
    assert found["across"]["km"] == pytest.approx(111.2, abs=0.1)


def test_a_distance_is_as_exact_as_it_is_worth(reading: Page) -> None:
    said = reading.evaluate(
        "[0.44, 7.26, 33.4, 99.7, 104, 347, 999, 1234, 10010, 12630]"
        ".map((km) => window.storyglobe.core.aboutSoFar(km))"
    )
    assert said == [
        "0.4 km",
        "7.3 km",
        "33 km",
        "100 km",
        "about 100 km",
        "about 350 km",
        "about 1,000 km",
        "about 1,200 km",
        "about 10,000 km",
        "about 13,000 km",
    ]


def test_enter_compares_a_number_and_escape_leaves_its_field(page: Page, story_page: Path) -> None:
    opened(page, story_page, "?present#trade-scales")
    rest(page)
    box = "#trade-scales .sg-predict"
    field = f"document.querySelector('{box} input[type=number]')"
    page.evaluate(f"({field}.focus(), {field}.select(), 0)")
    press(page, "7")
    assert page.evaluate(f"{field}.value") == "7"
    press(page, "Escape")
    assert page.evaluate(f"document.activeElement === {field}") is False
    assert page.evaluate(STATE)["mode"]["presenting"]
    assert text(page, f"{box} .sg-predict-says") == ""
    assert press(page, "b")["mode"]["blank"] == "black"  # keys are keys again
    press(page, "b")
    page.evaluate(f"({field}.focus(), {field}.select(), 0)")
    press(page, "9", "Enter")
    assert text(page, f"{box} .sg-predict-says") == "Your guess: 9. That is 7 too high."
    for _ in range(12):  # and Space goes on, it does not guess again
        if press(page, "Space")["step"] != "trade-scales":
            break
    assert page.evaluate(STATE)["step"] == "gas-2014"
    check_clean(page)


def test_text_that_a_press_lets_go_says_that_there_is_more(page: Page, story_page: Path) -> None:
    page.resize(1024, 768)
    for step in ("blagoveshchensk-heihe", "central-asia"):
        opened(page, story_page, f"?present#{step}")
        page.reload()  # a link within the page loads nothing
        until(page, f"{STATE}?.mode.presenting")
        rest(page)
        for _ in range(6):  # the guess itself may be longer than the screen
            press(page, "PageDown")
            if not page.evaluate(f"document.querySelector('#{step}').matches('.sg-held')"):
                break
        card = f"document.querySelector('#{step} .sg-card')"
        assert page.evaluate(f"{card}.scrollHeight - {card}.clientHeight") > 40
        until(page, f"{card}.matches('.sg-more')", limit_s=8)
        assert page.evaluate(f"getComputedStyle({card}, '::after').content") == '"▾ more"'
    press(page, "1", "9", "Enter", "PageDown")
    read = "document.querySelector('.sg-current .sg-card').scrollTop"
    before = page.evaluate(read)
    assert before > 100
    page.reload()
    until(page, f"{STATE}?.mode.presenting")
    rest(page)
    assert page.evaluate(read) == pytest.approx(before, abs=2)  # and it is read on from there
    check_clean(page)


def test_people_are_guessed_in_whole_numbers(reading: Page) -> None:
    slider = "document.querySelector('#blagoveshchensk-heihe .sg-predict input')"
    assert reading.evaluate(f"Number({slider}.step)") == 1


def spot_of(page: Page, key: str, *, east: float = 0) -> dict[str, float]:
    """Where a place is in the window, `east` degrees of longitude farther on."""
    lon, lat = PLACES[key]["geometry"]["coordinates"]
    spot: dict[str, float] = page.evaluate(
        "(() => { const point = window.storyglobe.stories[0].map"
        f".latLngToContainerPoint([{lat}, {lon + east}]); return {{x: point.x, y: point.y}}; }})()"
    )
    return spot


def point_at(page: Page, spot: dict[str, float], kind: str) -> None:
    event = "MouseEvent" if kind == "click" else "PointerEvent"
    page.evaluate(
        f"(document.querySelector('.sg-map').dispatchEvent(new {event}('{kind}',"
        f" {{bubbles: true, clientX: {spot['x']}, clientY: {spot['y']}}})), 0)"
    )


def test_places_are_found_with_the_mouse_and_the_keyboard(reading: Page, built: Built) -> None:
    page, quiz = reading, built.story.config.quiz
    assert quiz is not None
    go(page, len(built.scene.steps) + 1)
    rest(page)
    page.evaluate("document.querySelector('[data-command=quiz]').focus()")
    page.key("Enter")
    until(page, f"{STATE}.mode.tool === 'quiz' && !{STATE}.flying")
    assert page.evaluate(STATE)["labels"] == []
    for number, key in enumerate(quiz.places[: quiz.count]):
        assert text(page, ".sg-quiz-count") == f"{number + 1} of 10"
        assert text(page, ".sg-quiz-ask") == f"Where is {PLACES[key]['properties']['name']}?"
        until(page, f"!{STATE}.flying")
        if number == 0:  # by keyboard: bring the cross near, then move it over the place
            spot = spot_of(page, key)
            point_at(page, {"x": spot["x"] - 9, "y": spot["y"]}, "pointermove")
            press(page, "ArrowRight", "Enter")
            assert text(page, ".sg-quiz-says").startswith("Found: ")
            assert page.evaluate("document.activeElement.className") == "sg-quiz-next"
            page.key("Enter")
        elif number == 1:  # by mouse, far to the west
            point_at(page, spot_of(page, key, east=-12), "click")
            said = text(page, ".sg-quiz-says")
            assert said.startswith("Not quite: ")
            assert said.endswith(" km to the east of your cross.")
            click(page, ".sg-quiz-next")
        else:
            point_at(page, spot_of(page, key), "click")
            assert text(page, ".sg-quiz-says").startswith("Found")
            click(page, ".sg-quiz-next")
    assert text(page, ".sg-quiz-ask") == "9 of 10 found"
    assert page.evaluate("document.querySelectorAll('.sg-quiz-results .sg-yes').length") == 9
    page.resize(390, 844)  # on a phone the ways on stand in sight, however long the list
    until(page, "innerWidth === 390")
    ways = (
        "['.sg-quiz-again', '[data-command=\"quiz end\"]'].every((way) => {"
        " const box = document.querySelector(way).getBoundingClientRect();"
        " const panel = document.querySelector('.sg-quiz').getBoundingClientRect();"
        " return box.height > 30 && box.top >= panel.top && box.bottom <= panel.bottom; })"
    )
    assert page.evaluate(ways)
    page.resize(1280, 800)
    until(page, "innerWidth === 1280")
    click(page, ".sg-quiz-again")
    assert text(page, ".sg-quiz-count") == "1 of 10"
    page.key("Escape")
    state = rest(page)
    assert state["section"] == len(built.scene.steps) + 1
    assert state["mode"]["tool"] == ""
    check_step(state, built, len(built.scene.steps) - 1)
    check_clean(page)


LISTEN = """(() => {
  const proto = CanvasRenderingContext2D.prototype, own = proto.fillText;
  window.written = [];
  proto.fillText = function (name, x, y) {
    const wide = this.measureText(name).width / 2;
    const tall = parseFloat(/[\\d.]+px/.exec(this.font)) / 2;
    const ratio = this.canvas.width / this.canvas.clientWidth;
    window.written.push({name, left: (x - wide) / ratio, right: (x + wide) / ratio,
      top: (y - tall) / ratio, bottom: (y + tall) / ratio});
    own.apply(this, arguments);
  };
})()"""


@pytest.mark.parametrize("size", [(390, 844), (1024, 768)])
def test_names_on_the_map_of_the_score_keep_apart(
    browser: Browser, story_page: Path, size: tuple[int, int]
) -> None:
    with browser.open(width=size[0], height=size[1], reduced_motion=True) as page:
        opened(page, story_page)
        click(page, "[data-command=quiz]")
        covered = "[...document.querySelectorAll('.sg-controls button')].filter((button) => {"
        covered += " const {x, y, width, height} = button.getBoundingClientRect();"
        covered += " const top = document.elementFromPoint(x + width / 2, y + height / 2);"
        covered += " return width && !button.contains(top);"
        assert page.evaluate(covered + "}).map((button) => button.dataset.do)") == []
        for turn in range(10):  # all at one place, far off: crosses and lines meet there
            until(page, f"{STATE}.mode.tool === 'quiz' && !{STATE}.flying")
            point_at(page, {"x": size[0] * 0.6, "y": size[1] * (0.12 + 0.01 * turn)}, "click")
            click(page, ".sg-quiz-next")
        assert text(page, ".sg-quiz-count") == "Round 1"
        until(page, f"!{STATE}.flying")
        panel = page.evaluate("document.querySelector('.sg-quiz').getBoundingClientRect().toJSON()")
        listed = page.evaluate(
            "[...document.querySelectorAll('.sg-quiz-results li')].map((li) => li.textContent)"
        )
        page.evaluate(LISTEN)
        page.resize(size[0], size[1] - 1)  # it is painted anew
        until(page, "window.written.length")
        names = {name["name"]: name for name in page.evaluate("window.written")}
        assert len(names) >= 7  # a crowd leaves some to the list
        assert all(any(line.startswith(name) for line in listed) for name in names)
        boxes = [*names.values(), panel | {"name": "the panel"}]
        for i, a in enumerate(boxes):
            for b in boxes[i + 1 :]:
                apart = (
                    a["right"] <= b["left"] + 1
                    or b["right"] <= a["left"] + 1
                    or a["bottom"] <= b["top"] + 1
                    or b["bottom"] <= a["top"] + 1
                )
                assert apart, (a["name"], b["name"])
        # no place asked for lies beneath the panel
        for key in ("p02", "p01", "b05", "f15", "p12", "a03", "p03"):
            spot = spot_of(page, key)
            assert not (
                panel["left"] < spot["x"] < panel["right"]
                and panel["top"] < spot["y"] < panel["bottom"]
            ), key
        check_clean(page)


def test_an_area_is_found_by_pointing_into_it(page: Page, tmp_path: Path) -> None:
    square = [[[100, 40], [120, 40], [120, 55], [100, 55], [100, 40]]]
    layer = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "s", "name": "Squareland"},
                "geometry": {"type": "Polygon", "coordinates": square},
            }
        ],
    }
    (tmp_path / "areas.geojson").write_text(json.dumps(layer), encoding="utf-8")
    (tmp_path / "story.yaml").write_text(
        "title: Areas\nlayers:\n  areas: {source: areas.geojson, key: id, label: name}\n"
        "quiz: {layer: areas, view: {fit: [80, 25, 140, 65]}}\n"
        "steps: [{id: one, title: One, body: One., layers: [areas]}]\n",
        encoding="utf-8",
    )
    target = tmp_path / "areas.html"
    build.write(target, build.page(build.assemble(tmp_path / "story.yaml")))
    opened(page, target)
    for lon, says in {
        110: "Yes, inside Squareland.",
        125: "Outside: the nearest part of Squareland is",
    }.items():
        click(page, "[data-command=quiz]")
        until(page, f"{STATE}.mode.tool === 'quiz' && !{STATE}.flying")
        spot = page.evaluate(
            "(() => { const point = window.storyglobe.stories[0].map"
            f".latLngToContainerPoint([50, {lon}]); return {{x: point.x, y: point.y}}; }})()"
        )
        point_at(page, spot, "click")
        assert text(page, ".sg-quiz-says").startswith(says)
        page.key("Escape")
    check_clean(page)


def test_a_marked_word_opens_its_definition(reading: Page, built: Built) -> None:
    page = reading
    go(page, section_of(built, "three-evils"))
    rest(page)
    page.evaluate("document.querySelector('#three-evils .sg-term').focus()")
    page.key("Enter")
    assert seen(page, ".sg-definition")
    assert "founded in Shanghai in 2001" in text(page, ".sg-definition")
    assert page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.key("Escape")
    assert not seen(page, ".sg-definition")
    assert page.evaluate("document.activeElement.className") == "sg-term"
    click(page, "#three-evils .sg-term")
    assert seen(page, ".sg-definition")
    click(page, "#three-evils h2")
    assert not seen(page, ".sg-definition")
    listed = page.evaluate(
        "[...document.querySelectorAll('.sg-glossary dt')].map((dt) => dt.firstChild.data.trim())"
    )
    assert listed == list(built.story.terms)
    assert {"SCO", "EAEU", "near-Arctic state", "bcm", "TEU", "cabotage"} <= set(listed)
    check_clean(page)


def test_terms_are_marked_once_and_never_as_markup() -> None:
    terms = {"bcm": Term(definition={"": "x"}, also=["Bcm <b>"]), "SCO": Term(definition={"": "y"})}
    marker = Marker(terms)
    html = to_html("SCOs, an SCO and an SCO: [SCO](https://e.org) & 3 bcm <b>", marker.mark)
    assert [(m[1], m[2]) for m in MARKED.finditer(html)] == [("1", "SCO"), ("0", "bcm")]
    assert "&lt;b&gt;" in html
    assert marker.mark("bcm") == "bcm"
    strange = "bcm \ue0000\ue001x\ue002"
    assert Marker(terms).mark(strange) == strange
    assert Marker({"white paper": terms["SCO"]}).mark("White paper").startswith("\ue0000")


def test_what_came_since_is_a_switch_that_is_remembered(reading: Page) -> None:
    page = reading
    folds = "[...document.querySelectorAll('.sg-since')].map((fold) => fold.open)"
    switch = "document.querySelector('.sg-begin [data-command=since]').ariaChecked"
    assert not any(page.evaluate(folds))
    assert page.evaluate(switch) == "false"
    page.key("t")
    assert all(page.evaluate(folds))
    assert page.evaluate(switch) == "true"
    page.reload()
    until(page, "window.storyglobe?.stories?.length")
    assert all(page.evaluate(folds))
    click(page, ".sg-begin [data-command=since]")
    assert not any(page.evaluate(folds))
    check_clean(page)


def test_each_claim_says_who_says_so(reading: Page) -> None:
    page = reading
    claims: list[dict[str, Any]] = page.evaluate(
        """[...document.querySelectorAll('.sg-claims li')].map((li) => ({
          verdict: li.querySelector('.sg-verdict').textContent,
          by: li.querySelector('.sg-said-by')?.textContent ?? ''}))"""
    )
    assert len(claims) > 40
    assert {claim["verdict"].rstrip(".") for claim in claims} >= {
        "Supported by public sources",
        "Supported with limits",
        "Contested: public data say otherwise",
        "Not confirmed anywhere else",
        "The author’s opinion",
        "The author’s forecast",
    }
    supported = [claim for claim in claims if claim["verdict"].startswith("Supported by")]
    assert all(claim["by"] for claim in supported)


def test_a_step_builds_up_press_by_press(reading: Page, built: Built) -> None:
    page, section = reading, section_of(built, "arms-s400")
    go(page, section)
    whole = rest(page)
    paragraph = "document.querySelectorAll('#arms-s400 .sg-body p')[1].checkVisibility()"
    assert page.evaluate(paragraph)  # reading shows all of it
    press(page, "p")  # presenting begins the step where the reader was, at its first part
    state = rest(page)
    assert (state["section"], state["revealed"]) == (section, 0)
    assert not page.evaluate(paragraph)
    assert {place["id"] for place in state["named"]} == {
        place["id"] for place in whole["named"]
    } - {"p12", "p13"}
    for _ in range(4):  # however far the text has to be read on before
        if press(page, "PageDown")["revealed"]:
            break
    state = page.evaluate(STATE)
    assert (state["section"], state["revealed"]) == (section, 1)
    assert page.evaluate(paragraph)
    assert page.evaluate(
        """(() => {
          const card = document.querySelector('.sg-current .sg-card').getBoundingClientRect();
          const waited = document.querySelectorAll('#arms-s400 .sg-body p')[1];
          const shown = waited.getBoundingClientRect();
          return shown.top >= card.top - 1 && shown.bottom <= card.bottom + 1;
        })()"""
    )  # a class can read what a press shows
    state = rest(page)
    assert {place["id"] for place in state["named"]} == {place["id"] for place in whole["named"]}
    assert press(page, "PageUp")["revealed"] == 0
    assert not page.evaluate(paragraph)
    press(page, "PageDown")
    press(page, "Escape")
    until(page, f"!{STATE}.mode.presenting")
    assert page.evaluate(paragraph)
    check_step(rest(page), built, section - 1)
    assert press(page, "p")["revealed"] == 1  # and goes on where it was left
    press(page, "PageUp")
    page.reload()
    until(page, f"{STATE}?.mode.presenting")
    state = rest(page)
    assert (state["section"], state["revealed"]) == (section, 0)
    check_clean(page)


BUILDING = """(() => {
  const card = document.querySelector('.sg-current .sg-card');
  const heads = [card, ...card.querySelectorAll(':is(h2, .sg-predict, .sg-body > *)')]
    .filter((part) => part.checkVisibility());
  const below = [...card.querySelectorAll('.sg-body ~ *')].filter((part) => part.checkVisibility());
  const shown = heads.map((part) => Math.round(part.getBoundingClientRect().top));
  const room = heads.slice(1).flatMap((part, i) => (i > 1 && part.parentElement
    === heads[i].parentElement ? [part.getBoundingClientRect().top
    - heads[i].getBoundingClientRect().bottom] : []));
  return {shown, below: below.length, room: Math.max(0, ...room), read: card.scrollTop};
})()"""


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
@pytest.mark.parametrize("step", ["arms-s400", "two-horizons", "trade-scales"])
def test_a_card_that_builds_up_has_no_hole_and_keeps_still(
    browser: Browser, story_page: Path, built: Built, step: str, size: tuple[int, int]
) -> None:
    with browser.open(width=size[0], height=size[1], reduced_motion=True) as page:
        opened(page, story_page, f"?present#{step}")
        presses = len(built.scene.steps[section_of(built, step) - 1]["reveal"])
        before = page.evaluate(BUILDING)
        seen_below = [(0, before["below"] > 0)]
        for _ in range(8):
            state = press(page, "PageDown")
            if state["step"] != step:
                break
            now = page.evaluate(BUILDING)
            seen_below.append((state["revealed"], now["below"] > 0))
            assert now["room"] < 30  # between two paragraphs, a line's height
            if now["read"] == before["read"]:  # what stood there stands where it stood
                assert now["shown"][: len(before["shown"])] == before["shown"]
            before = now
        # a chart that gives the words away comes with the last of them
        assert {below for shown, below in seen_below if shown < presses} <= {False}
        assert (presses, True) in seen_below
        assert page.problems() == []


def test_a_clicker_moves_on_from_a_slider(reading: Page, built: Built) -> None:
    page, section = reading, section_of(built, "central-asia")
    press(page, "p", *str(section), "Enter")
    rest(page)
    handle = "document.querySelector('#central-asia .sg-plot-handle')"
    page.evaluate(f"{handle}.focus()")
    page.key("ArrowUp")
    assert page.evaluate(f"{handle}.getAttribute('aria-valuenow')") == "3"
    assert page.evaluate(STATE)["section"] == section
    end_of_reveals(page)
    press(page, "PageDown")  # shows the prose, which was held back
    assert seen(page, "#central-asia .sg-body")
    end_of_reveals(page)
    assert press(page, "PageDown")["section"] == section + 1
    page.evaluate("document.querySelector('#three-evils .sg-term').focus()")
    assert press(page, "2", "Enter")["section"] == 2  # a number goes on, wherever the focus is
    check_clean(page)


def test_names_in_three_languages_are_marked_as_such(reading: Page, built: Built) -> None:
    page = reading
    go(page, section_of(built, "blagoveshchensk-heihe"))
    place = next(p for p in rest(page)["named"] if p["id"] == "b01")
    point_at(page, place, "click")
    until(page, "document.querySelector('.sg-tip-pinned')")
    names = page.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.sg-tip dd')]"
        ".map((dd) => [dd.lang || dd.querySelector('[lang]')?.lang || '', dd.textContent]))"
    )
    assert names["ru"] == PLACES["b01"]["properties"]["name_ru"]
    assert names["zh"] == PLACES["b01"]["properties"]["name_zh"]
