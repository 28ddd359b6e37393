"""Presenting, from file:// and without a network: every key, the buttons, the pictures, the pen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from browser_chromium import Chromium
from browsers import Browser, Page
from story import build
from story.build import Built
from test_story_page import STATE, check_step, opened, rest, until


@pytest.fixture(scope="module")
def built() -> Built:
    return build.assemble(None)


@pytest.fixture
def presenting(page: Page, story_page: Path) -> Iterator[Page]:
    """A page that presents, at its beginning; nothing may go wrong in it."""
    opened(page, story_page)
    page.key("p")
    until(page, f"{STATE}.mode.presenting")
    rest(page)
    yield page
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


QUESTION = "#amur-heilongjiang .sg-question .sg-label"


def press(page: Page, *names: str) -> dict[str, Any]:
    for name in names:
        page.key(name)
    state: dict[str, Any] = page.evaluate(STATE)
    return state


def escape(page: Page, done: str) -> None:
    """Press Escape; a browser that keeps it for full screen tells the page of that later."""
    page.key("Escape")
    until(page, done)


def seen(page: Page, selector: str) -> bool:
    return bool(page.evaluate(f"document.querySelector({selector!r}).checkVisibility()"))


def click(page: Page, selector: str) -> None:
    page.evaluate(f"document.querySelector({selector!r}).click()")


def end_of_reveals(page: Page) -> None:
    """Read the step to its end, so that the next press leaves it."""
    page.evaluate(
        "(() => { const card = document.querySelector('.sg-current .sg-card');"
        " card.scrollTop = card.scrollHeight; })()"
    )


def test_one_step_at_a_time_fills_the_screen(presenting: Page, built: Built) -> None:
    page, last = presenting, len(built.scene.steps)
    assert page.evaluate("document.documentElement.dataset.mode") == "projector"
    for number in (1, 7, last):
        press(page, *str(number), "Enter")
        check_step(rest(page), built, number - 1)
        visible = page.evaluate(
            "[...document.querySelectorAll('.sg-step')].filter((s) => s.checkVisibility())"
            ".map((s) => s.id)"
        )
        assert visible == [built.scene.steps[number - 1]["id"]]
        assert page.evaluate("document.activeElement.id") == visible[0]
        assert page.evaluate("scrollY") == 0
        assert not page.evaluate(
            "document.querySelector('.sg-current .sg-notes')?.checkVisibility() ?? false"
        )


def test_presenting_takes_the_full_screen_and_gives_it_back(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    assert page.evaluate("document.fullscreenElement === null")
    page.evaluate("void (document.onfullscreenchange = () => { window.told = true; })")
    page.key("p")
    until(page, "window.told && document.fullscreenElement === document.documentElement")
    escape(page, f"!{STATE}.mode.presenting")
    until(page, "document.fullscreenElement === null")
    assert page.problems() == []


@pytest.mark.parametrize(("answer", "stays"), [("resolve", False), ("reject", True)])
def test_full_screen_that_never_was(
    page: Page, story_page: Path, answer: str, *, stays: bool
) -> None:
    """One that ends as it begins leaves presenting; one that is refused presents in the window."""
    opened(page, story_page)
    # a browser may tell of beginning and end at once, when neither is any more
    asked = "document.documentElement.requestFullscreen"
    page.evaluate(f"void ({asked} = () => Promise.{answer}())")
    page.key("p")
    until(page, f"{STATE}.mode.presenting")
    page.evaluate("document.dispatchEvent(new Event('fullscreenchange'))")
    assert page.evaluate(f"{STATE}.mode.presenting") is stays


def test_the_keys_of_a_clicker_move_the_steps(presenting: Page, built: Built) -> None:
    page, last = presenting, len(built.scene.steps) + 1
    for forwards, back in [
        ("PageDown", "PageUp"),
        ("ArrowRight", "ArrowLeft"),
        ("ArrowDown", "ArrowUp"),
        ("Space", "PageUp"),
    ]:
        assert press(page, "Home")["section"] == 0
        end_of_reveals(page)
        assert press(page, forwards)["section"] == 1, forwards
        assert press(page, back)["section"] == 0, back
    assert press(page, "End")["section"] == last
    end_of_reveals(page)
    assert press(page, "PageDown")["section"] == last
    assert press(page, "Home")["section"] == 0
    assert press(page, "1", "4", "Enter")["section"] == 14
    assert seen(page, ".sg-number") is False
    press(page, "9")
    assert seen(page, ".sg-number")
    assert press(page, "9", "9", "Enter")["section"] == last  # as far as there are steps
    press(page, "7")
    escape(page, "!document.querySelector('.sg-number').checkVisibility()")
    assert press(page, "Enter")["section"] == last  # thought better of it
    assert page.evaluate(STATE)["mode"]["presenting"]


def test_a_long_card_is_read_to_its_end_before_a_press_leaves_it(presenting: Page) -> None:
    page = presenting
    press(page, "1", "1", "Enter")
    rest(page)
    card = "document.querySelector('.sg-current .sg-card')"
    more = f"{card}.classList.contains('sg-more')"
    chart = f"{card}.querySelector('.sg-chart-svg').getBoundingClientRect()"
    shown = f"({chart}.bottom <= {card}.getBoundingClientRect().bottom)"
    whole = []
    for _ in range(8):
        whole.append(page.evaluate(f"{chart}.top >= 0 && {shown}"))
        rest(page)
        if not page.evaluate(more):  # it says that there is more
            break
        assert press(page, "PageDown")["section"] == 11
    assert any(whole)  # no chart is only ever seen in halves
    until(page, f"!{more}")
    assert press(page, "PageDown")["section"] == 12
    press(page, "1", "1", "Enter")  # who comes back by a number begins to read
    assert page.evaluate(f"{card}.scrollTop") == 0
    press(page, "End")  # the last card stands where the others do
    assert page.evaluate(f"{card}.getBoundingClientRect().right < innerWidth / 2")


# The lines of type that the head of the card cuts, those that can be read, and all there are.
READ = """(() => {
  const card = document.querySelector('.sg-current .sg-card'), edge = card.getBoundingClientRect();
  const range = document.createRange();
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  const head = edge.top + card.clientTop, more = card.matches('.sg-more');
  const foot = head + card.clientHeight, cut = [], shown = [], lines = [];
  let lowest = 0;
  for (let node = 0; texts.nextNode(); node++) {
    const {parentElement, data} = texts.currentNode;
    if (!data.trim() || !parentElement.checkVisibility()) continue;
    range.selectNodeContents(texts.currentNode);
    [...range.getClientRects()].forEach(({top, bottom, height}, i) => {
      if (height < 2) return;
      const name = `${data.trim().slice(0, 20)} ${node} ${i}`;
      lines.push(name);
      lowest = Math.max(lowest, bottom);
      if (top < head - 2 && bottom > head + 2) cut.push(name);
      if (top >= head - 2 && bottom <= foot - (more ? 40 : 0)) shown.push(name);
    });
  }
  return {cut, top: card.scrollTop, more, shown, lines, blank: foot - lowest};
})()"""


def test_pages_of_a_card_cut_no_line_and_leave_none_out(
    browser: Browser, story_page: Path, built: Built
) -> None:
    with browser.open(width=1024, height=768, reduced_motion=True) as page:
        opened(page, story_page, "?present")
        for section in (1, 2, 5, 12, 18, 19, len(built.scene.steps) + 1):
            press(page, *str(section), "Enter")
            rest(page)
            before, read = page.evaluate(READ), []
            for _ in range(12):
                read += before["shown"]
                if not before["more"]:
                    break
                press(page, "PageDown")
                until(page, f"{READ}.top !== {before['top']}")
                now = page.evaluate(READ)
                assert now["cut"] == [], section
                assert now["top"] - before["top"] > 60, section  # no press for a few pixels
                before = now
            assert not before["more"]
            assert before["blank"] < 140, section  # the end is no empty sheet
            lacking = [line for line in before["lines"] if line not in read]
            assert lacking == [], section
        assert page.problems() == []


def test_the_legend_is_never_an_empty_box(presenting: Page, built: Built) -> None:
    page = presenting
    for section in (10, 11, 16):
        press(page, *str(section), "Enter")
        until(page, "!document.querySelector('.sg-leaving')")
        legend = "document.querySelector('.sg-legend')"
        assert page.evaluate(f"{legend}.hidden || {legend}.childElementCount > 0")
        state = rest(page)
        check_step(state, built, section - 1)
        assert state["labels"]
        assert page.evaluate(
            f"{legend}.getBoundingClientRect().left >="
            " document.querySelector('.sg-current .sg-card').getBoundingClientRect().right"
        )
    press(page, "End")
    rest(page)
    assert not seen(page, ".sg-legend")


def test_black_white_and_frozen_screens(presenting: Page) -> None:
    page = presenting
    for key, colour in {
        "b": "rgb(0, 0, 0)",
        ".": "rgb(0, 0, 0)",
        "w": "rgb(255, 255, 255)",
    }.items():
        press(page, key)
        assert seen(page, ".sg-cover")
        shown = "getComputedStyle(document.querySelector('.sg-cover')).backgroundColor"
        assert page.evaluate(shown) == colour
        assert press(page, "PageDown")["section"] == 0  # the first key brings the picture back
        assert not seen(page, ".sg-cover")
        press(page, key)
        press(page, key)
        assert not seen(page, ".sg-cover")
    press(page, "5", "Enter", "f")
    state = press(page, "8", "Enter")
    assert state["section"] == 5
    assert state["lesson"]["section"] == 8
    assert seen(page, ".sg-frozen")
    assert press(page, "f")["section"] == 8


def test_no_key_fires_while_somebody_types_or_holds_a_modifier(presenting: Page) -> None:
    page = presenting
    page.evaluate(
        "document.querySelector('.sg-current .sg-card').append(document.createElement('input'))"
    )
    page.evaluate("document.querySelector('.sg-current input').focus()")
    assert press(page, "b", "w", "1", "Space", "End")["mode"]["blank"] == ""
    assert page.evaluate("document.querySelector('.sg-current input').value") == "bw1 "
    assert page.evaluate(STATE)["section"] == 0
    page.evaluate("document.querySelector('.sg-current input').remove()")
    page.evaluate("window.dispatchEvent(new KeyboardEvent('keydown', {key: 'b', ctrlKey: true}))")
    assert page.evaluate(STATE)["mode"]["blank"] == ""
    press(page, "?")
    assert seen(page, ".sg-keys")
    listed = page.evaluate("document.querySelector('.sg-keys dl').innerText")
    for name in ("Page Down", "Space", "Home", "End", "Esc", "B", "W", "F", "O", "L", "D", "S"):
        assert name in listed
    click(page, ".sg-keys input")
    click(page, ".sg-keys form button")
    assert not seen(page, ".sg-keys")
    assert press(page, "b", "?")["mode"]["blank"] == ""  # keys of one character are off now
    assert not seen(page, ".sg-keys")
    click(page, "[data-command=keys]")
    click(page, ".sg-keys input")
    escape(page, "!document.querySelector('.sg-keys').open")
    assert page.evaluate(STATE)["mode"]["presenting"]
    assert press(page, "b")["mode"]["blank"] == "black"


LISTED = """[...document.querySelectorAll('.sg-keys dt')].map((dt) =>
  [[...dt.children].map((key) => key.textContent), dt.nextElementSibling.textContent])"""


def test_the_list_of_keys_is_true_and_begins_with_next(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    for presenting in (False, True):
        press(page, "?")
        rows = page.evaluate(LISTED)
        assert [words for _, words in rows[:3]] == [
            "Next",
            "Back",
            "A number, then Enter: go to that step",
        ]
        (words,) = [words for keys, words in rows if "D" in keys]
        assert words.startswith("While presenting: draw" if presenting else "Dark room")
        keys = [key for some, _ in rows for key in some]
        assert ("P" in keys) is not presenting  # it only begins; Escape ends it
        assert len(keys) == len(set(keys))  # no key twice
        press(page, "?")
        press(page, "p")
    press(page, "l", "?")  # the spotlight has the arrows
    (keys,) = [keys for keys, words in page.evaluate(LISTED) if words == "Next"]
    assert keys == ["Page Down", "Space"]


def test_the_overview_shows_every_step_as_a_picture(presenting: Page, built: Built) -> None:
    page = presenting
    press(page, "3", "Enter", "o")
    until(page, "document.querySelector('.sg-overview').dataset.painted")
    pictures = page.evaluate(
        """[...document.querySelectorAll('.sg-overview canvas')].map((canvas) => {
          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
          let sum = 0;
          for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] + data[i + 2]) % 1e9;
          return sum;
        })"""
    )
    assert len(pictures) == len(built.scene.steps) + 2
    assert len(set(pictures)) >= len(built.scene.steps) - 3  # a few steps show the same map
    assert press(page, "ArrowRight", "ArrowRight", "Enter")["section"] == 5
    assert not seen(page, ".sg-overview")
    press(page, "o")
    escape(page, "!document.querySelector('.sg-overview').open")
    assert page.evaluate(STATE)["mode"]["presenting"]
    press(page, "o")
    click(page, ".sg-overview li:nth-child(10) button")
    check_step(rest(page), built, 8)


def test_a_long_dialog_keeps_its_name_and_its_way_out_in_sight(
    page: Page, story_page: Path
) -> None:
    page.resize(1024, 768)
    opened(page, story_page, "?present")
    for key, dialog in {"o": ".sg-overview", "?": ".sg-keys"}.items():
        press(page, key)
        assert seen(page, dialog)
        edges = page.evaluate(f"""(() => {{
          const dialog = document.querySelector('{dialog}'), box = dialog.getBoundingClientRect();
          dialog.scrollTop = dialog.scrollHeight;
          const way = dialog.querySelector('.sg-dialog-head button').getBoundingClientRect();
          const hit = document.elementFromPoint(way.x + way.width / 2, way.y + way.height / 2);
          return [dialog.scrollTop > 0, way.top >= box.top && way.bottom < box.top + 80,
            Boolean(hit.closest('.sg-dialog-head'))];
        }})()""")
        assert edges == [True, True, True], dialog
        press(page, "Escape")
    assert page.problems() == []


@pytest.mark.parametrize("size", [(1920, 1080), (1024, 768)])
def test_what_is_to_discuss_is_read_from_the_back_row(
    browser: Browser, story_page: Path, size: tuple[int, int]
) -> None:
    with browser.open(width=size[0], height=size[1], reduced_motion=True) as page:
        opened(page, story_page, "?present#amur-heilongjiang")
        small = """[...document.querySelectorAll('#amur-heilongjiang .sg-question *')]
          .filter((part) => part.checkVisibility() && [...part.childNodes].some((node) =>
            node.nodeType === 3 && node.data.trim()))
          .map((part) => [part.textContent.trim(), parseFloat(getComputedStyle(part).fontSize)])
          .filter(([, points]) => points < innerHeight * 0.022)"""
        assert page.evaluate(f"document.querySelectorAll('{QUESTION}').length") == 1
        assert page.evaluate(small) == []
        press(page, "q", "a")
        sizes = dict(
            page.evaluate("""['.sg-label', '.sg-discuss-words p', 'summary', 'details p']
              .map((part) => [part, parseFloat(getComputedStyle(
                document.querySelector(`.sg-discuss ${part}`)).fontSize) / innerHeight])""")
        )
        assert sizes.pop(".sg-discuss-words p") > 0.04
        assert min(sizes.values()) >= 0.02, sizes


def test_a_card_that_goes_on_shows_no_line_beneath_its_sign(page: Page, story_page: Path) -> None:
    page.resize(950, 768)
    opened(page, story_page, "?present")
    gap = """(() => {
      const card = document.querySelector('.sg-current .sg-card'), own = getComputedStyle(card);
      const sign = getComputedStyle(card, '::after');
      return [sign.content.includes('more'), card.scrollHeight > card.clientHeight,
        parseFloat(sign.bottom) + parseFloat(own.paddingBottom)];
    })()"""
    for keys in ([], ["1", "Enter"], ["End"]):  # the opening's card has more room at its foot
        press(page, *keys)
        rest(page)
        until(page, "document.querySelector('.sg-current .sg-card').matches('.sg-more')")
        more, longer, left = page.evaluate(gap)
        assert (more, longer) == (True, True), keys
        assert left == pytest.approx(0, abs=2), keys
    assert page.problems() == []


def test_a_spotlight_follows_pointer_and_arrows(presenting: Page) -> None:
    page = presenting
    press(page, "l")
    assert seen(page, ".sg-spotlight")
    where = "parseFloat(document.querySelector('.sg-spotlight').style.getPropertyValue('--sg-x'))"
    page.evaluate(
        "window.dispatchEvent(new PointerEvent('pointermove', {clientX: 500, clientY: 300}))"
    )
    assert page.evaluate(where) == 500
    state = press(page, "ArrowRight", "ArrowRight")
    assert page.evaluate(where) > 510
    assert state["section"] == 0
    size = "parseFloat(document.querySelector('.sg-spotlight').style.getPropertyValue('--sg-r'))"
    before = page.evaluate(size)
    press(page, "=")
    assert page.evaluate(size) > before
    press(page, "-", "-")
    assert page.evaluate(size) < before
    escape(page, "!document.querySelector('.sg-spotlight').checkVisibility()")
    assert page.evaluate(STATE)["mode"]["presenting"]


STROKES = "window.storyglobe.stories[0].strokes()"


def test_strokes_stay_with_their_step(presenting: Page) -> None:
    page = presenting
    press(page, "2", "Enter")
    rest(page)
    press(page, "d", "Enter", *["ArrowRight"] * 5, "Enter")
    assert page.evaluate(STROKES) == [{"kind": "pen", "points": 6}]
    press(page, "h")
    page.evaluate(
        """(() => {
          const sheet = document.querySelector('.sg-sketch');
          const send = (type, clientX, clientY, buttons) => sheet.dispatchEvent(
            new PointerEvent(type, {bubbles: true, pointerId: 9, buttons, clientX, clientY}));
          send('pointerdown', 800, 400, 1);
          send('pointermove', 860, 420, 1);
          send('pointerup', 860, 420, 0);
        })()"""
    )
    assert page.evaluate(STROKES)[1] == {"kind": "highlighter", "points": 2}
    assert press(page, "PageDown")["section"] == 2  # one press later the card has been read
    end_of_reveals(page)
    press(page, "3")
    escape(page, "!document.querySelector('.sg-number').checkVisibility()")
    escape(page, f"{STATE}.mode.tool === ''")
    press(page, "5", "Enter")
    assert page.evaluate(STROKES) == []
    press(page, "2", "Enter", "d")
    assert len(page.evaluate(STROKES)) == 2
    press(page, "z")
    assert len(page.evaluate(STROKES)) == 1
    press(page, "x")
    assert page.evaluate(STROKES) == []
    escape(page, f"{STATE}.mode.tool === ''")
    assert page.evaluate(STATE)["mode"]["presenting"]


def test_leaving_goes_on_reading_at_the_same_step(presenting: Page, built: Built) -> None:
    page = presenting
    press(page, "9", "Enter")
    rest(page)
    escape(page, f"!{STATE}.mode.presenting")
    check_step(rest(page), built, 8)
    assert page.evaluate("document.documentElement.dataset.mode ?? ''") == ""
    assert page.evaluate("document.querySelectorAll('.sg-step')[3].checkVisibility()")


def test_buttons_do_what_keys_do(browser: Browser, story_page: Path) -> None:
    with browser.open(width=390, height=844) as page:
        opened(page, story_page)
        click(page, ".sg-present")
        until(page, f"{STATE}.mode.presenting")
        page.evaluate("document.dispatchEvent(new PointerEvent('pointerdown', {bubbles: true}))")
        sizes = page.evaluate(
            "[...document.querySelectorAll('.sg-bar button')].map((b) => b.getBoundingClientRect())"
            ".map((b) => [b.width, b.height, b.left >= 0 && b.right <= innerWidth])"
        )
        assert all(width >= 24 and height >= 24 and inside for width, height, inside in sizes)
        click(page, ".sg-bar [data-command=next]")
        assert page.evaluate(STATE)["section"] == 1
        for name, mode in {"black": "blank", "freeze": "frozen", "draw": "tool"}.items():
            click(page, f".sg-bar [data-command={name}]")
            assert page.evaluate(STATE)["mode"][mode]
            pressed = f"document.querySelector('.sg-bar [data-command={name}]').ariaPressed"
            assert page.evaluate(pressed) == "true"
            click(page, f".sg-bar [data-command={name}]")
            assert not page.evaluate(STATE)["mode"][mode]
        click(page, ".sg-bar [data-command=leave]")
        assert not page.evaluate(STATE)["mode"]["presenting"]
        assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []


def test_a_kiosk_plays_on_its_own_until_somebody_comes(page: Page, story_page: Path) -> None:
    page.goto(story_page.as_uri() + "?kiosk=20000#yamal-lng")
    until(page, f"{STATE}?.section === 20")
    until(page, f"{STATE}.section === 0")  # round and round
    until(page, f"{STATE}.section === 2")
    state = press(page, "ArrowRight")
    assert state["mode"]["kiosk"] is False
    assert state["mode"]["presenting"]
    press(page, "k")
    assert page.evaluate(STATE)["mode"]["kiosk"]
    page.evaluate("window.dispatchEvent(new WheelEvent('wheel'))")
    assert page.evaluate(STATE)["mode"]["kiosk"] is False
    assert page.problems() == []


def test_a_kiosk_reads_a_card_to_its_end(page: Page, story_page: Path, built: Built) -> None:
    at = [step["id"] for step in built.scene.steps].index("amur-heilongjiang") + 1
    page.goto(story_page.as_uri() + "?kiosk=2500#amur-heilongjiang")
    until(page, f"{STATE}?.mode.kiosk")
    page.evaluate("""(() => {
      const card = document.querySelector('#amur-heilongjiang .sg-card');
      window.read = [];
      card.addEventListener('scroll', () => window.read.push(
        [card.scrollTop, card.scrollTop + card.clientHeight >= card.scrollHeight - 6]));
      window.tall = card.scrollHeight / card.clientHeight;
    })()""")
    assert page.evaluate("window.tall") > 1.2
    until(page, f"{STATE}.section === {at + 1}")
    assert page.evaluate("window.read.some(([, isEnd]) => isEnd)")
    assert page.evaluate(STATE)["mode"]["kiosk"]
    assert page.problems() == []


def test_the_pen_writes_on_the_map_and_marks_no_text(chromium: Chromium, story_page: Path) -> None:
    with chromium.open(width=1366, height=768) as page:
        opened(page, story_page, "?present#partnership-1996")
        press(page, "d")
        mouse = page.raw.mouse

        def stroke(*places: tuple[int, int]) -> None:
            mouse.move(*places[0])
            mouse.down()
            for place in places[1:]:
                mouse.move(*place, steps=4)
            mouse.up()

        stroke((120, 300), (300, 340))  # on the card
        assert page.evaluate(STROKES) == []
        stroke((900, 300), (700, 340), (300, 360))  # from the map over the card
        (drawn,) = page.evaluate(STROKES)
        assert drawn["points"] > 6
        assert page.evaluate("String(getSelection())") == ""
        assert page.evaluate(STATE)["section"] == 2
        press(page, "3", "Enter")
        assert page.evaluate(STROKES) == []
        press(page, "2", "Enter")
        assert page.evaluate(STROKES) == [drawn]
        assert page.problems() == []


def test_an_address_can_ask_to_present(page: Page, story_page: Path, built: Built) -> None:
    page.goto(story_page.as_uri() + "?present#arms-s400")
    until(page, f"{STATE}?.mode.presenting")
    state = rest(page)
    assert built.scene.steps[state["section"] - 1]["id"] == "arms-s400"
    assert state["revealed"] == 0  # a step that builds up begins with its first part
    waiting = "document.querySelector('#arms-s400 .sg-body > :nth-child(2)')"
    assert not page.evaluate(f"{waiting}.checkVisibility()")
    # nor do map and legend tell what it will say
    assert "Other buyers" not in page.evaluate("document.querySelector('.sg-legend').textContent")
    assert "Ankara" not in {label["text"] for label in state["labels"]}
