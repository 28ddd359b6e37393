"""Keys, pointers and windows that meet: what one of them does must not fall to another."""

from pathlib import Path
from shutil import copyfile

import pytest

from browser_chromium import Chromium
from browsers import Browser, Page
from test_story_page import STATE, go, opened, rest, until
from test_story_present import press
from test_story_speaker import LESSON

STORY = "window.storyglobe.stories[0]"
ACTIVE = "document.activeElement"
TIP = "document.querySelector('.sg-tip')"
COUNT_SENT = """(() => {
  window.sent = [];
  const post = BroadcastChannel.prototype.postMessage;
  BroadcastChannel.prototype.postMessage = function (message) {
    window.sent.push(message.kind);
    post.call(this, message);
  };
})()"""


def number_of(page: Page, step: str) -> int:
    """The section of a step."""
    sections = "[...document.querySelectorAll('.sg-step')]"
    return int(page.evaluate(f"{sections}.findIndex(({{id}}) => id === '{step}')"))


def focus(page: Page, selector: str) -> None:
    page.evaluate(f"document.querySelector({selector!r}).focus()")


def test_a_window_that_only_reads_is_left_alone(page: Page, story_page: Path) -> None:
    opened(page, story_page, "#partnership-1996")
    # by a link and a key, for a script may not open windows
    page.evaluate(
        "(() => { const a = document.createElement('a'); Object.assign(a, {target: 'reader',"
        f" rel: 'opener', href: '{story_page.as_uri()}#gas-2014', textContent: 'to read'}});"
        " document.body.append(a); a.focus(); })()"
    )
    page.key("Enter")
    reader = page.other()
    until(reader, STATE)
    reads = number_of(reader, "gas-2014")
    assert rest(reader)["section"] == reads
    page.key("s")
    speaker = reader.other()  # newer than the reader's
    until(speaker, "window.storyglobe?.stories?.length")
    until(speaker, "document.querySelector('.sg-sp-status').innerText.includes('this step')")
    for window in (page, reader, speaker):
        window.evaluate(COUNT_SENT)
    press(speaker, "End")
    until(page, f"{STATE}.section === 21")
    until(speaker, f"{LESSON} === 21")
    press(speaker, "Home")
    until(page, f"{STATE}.section === 0")
    until(speaker, "window.sent.filter((kind) => kind === 'ping').length > 3")
    assert speaker.evaluate(LESSON) == 0
    # an answer to each ping and command, and one for each change: not one for each answer
    for window in (page, reader):
        assert window.evaluate("window.sent.length") < 60
    state = reader.evaluate(STATE)
    assert (state["section"], state["mode"]["presenting"]) == (reads, False)
    assert not reader.evaluate("document.title").startswith("Audience")
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []


def test_a_lesson_leaves_nothing_behind(page: Page, story_page: Path, tmp_path: Path) -> None:
    opened(page, story_page, "?speaker")
    press(page, "6", "Enter")
    until(page, f"{LESSON} === 6")
    page.reload()
    until(page, f"{STATE} && {LESSON} === 6")
    page.evaluate("sessionStorage.clear()")  # as in tomorrow's window
    page.reload()
    until(page, f"{STATE} && {LESSON} === 0")
    opened(page, story_page, "?present#gas-2014")
    until(page, f"{STATE}.mode.presenting")
    other = tmp_path / "other.html"
    copyfile(story_page, other)
    opened(page, other)
    assert page.evaluate(STATE)["mode"]["presenting"] is False
    assert page.evaluate(STATE)["section"] == 0


def test_a_kiosk_lets_a_frozen_screen_follow(page: Page, story_page: Path) -> None:
    opened(page, story_page, "?present")
    press(page, "f", "k", "Shift")
    assert page.evaluate(STATE)["mode"]["kiosk"] is False
    for _ in range(12):
        press(page, "PageDown")
    assert page.evaluate(STATE)["section"] > 1


def test_the_map_moves_only_when_it_is_asked(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, number_of(page, "three-evils"))
    before = rest(page)
    assert page.evaluate("!document.querySelector('.sg-map-ui .sg-time').hidden")
    page.evaluate("""(() => {
      const map = document.querySelector('.sg-map');
      const send = (type, clientX, clientY, buttons) => map.dispatchEvent(
        new PointerEvent(type, {bubbles: true, pointerId: 7, buttons, clientX, clientY}));
      send('pointerdown', 900, 400, 1); // let go over the card
      send('pointermove', 960, 420, 0);
      send('pointermove', 1000, 430, 0);
    })()""")
    after = rest(page)
    assert after["camera"] == before["camera"]
    assert after["exploring"] is False
    page.evaluate("""document.querySelector('.sg-map-ui .sg-time:not([hidden]) input')
      .dispatchEvent(new MouseEvent('dblclick', {bubbles: true, clientX: 900, clientY: 700}))""")
    assert rest(page)["exploring"] is False


def test_a_window_that_is_as_large_as_before_ends_no_flight(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    flight = page.evaluate(f"""(async () => {{
      {STORY}.go(3);
      await new Promise((done) => setTimeout(done, 60));
      const was = {STATE}.flying;
      window.dispatchEvent(new Event('resize'));
      return [was, {STATE}.flying];
    }})()""")
    assert flight == [True, True]


def test_names_wait_for_the_end_of_a_flight_that_ended_another(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page, "#arms-learner")
    names = page.evaluate(f"""(async () => {{
      const seen = new Set(), now = () => JSON.stringify({STATE}.labels.map(({{box}}) => box));
      document.querySelector('[data-do=in]').click();
      await new Promise((done) => setTimeout(done, 60));
      const was = {STATE}.flying;
      {STORY}.go(16);
      while ({STATE}.flying) {{
        seen.add(now());
        await new Promise((done) => setTimeout(done, 20));
      }}
      return [was, seen.size];
    }})()""")
    assert names == [True, 1]


def test_the_list_of_steps_keeps_the_focus(page: Page, story_page: Path) -> None:
    opened(page, story_page, "#arms-learner")
    listing = "document.documentElement.classList.contains('sg-listing')"
    focus(page, ".sg-place")
    page.key("Enter")
    focus(page, ".sg-rail [data-command=since]")
    page.key("Space")
    assert page.evaluate(listing)
    assert page.evaluate(f"{ACTIVE}.dataset.command") == "since"
    focus(page, ".sg-rail [data-command=keys]")
    page.key("Enter")
    until(page, "document.querySelector('.sg-keys').open")
    assert not page.evaluate(listing)
    page.key("Escape")
    until(page, "!document.querySelector('.sg-keys').open")
    assert page.evaluate(f"{ACTIVE}.matches('.sg-place')")
    page.key("Enter")
    until(page, listing)
    page.key("p")
    until(page, f"{STATE}.mode.presenting")
    assert not page.evaluate(listing)


def test_no_character_works_where_keys_are_turned_off(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    page.key("?")
    page.evaluate("document.querySelector('.sg-keys input').click()")
    page.key("Escape")
    until(page, "!document.querySelector('.sg-keys').open")
    press(page, "?", "p")
    assert not page.evaluate("document.querySelector('.sg-keys').open")
    page.evaluate("document.querySelector('.sg-rail [data-command=keys]').click()")
    page.evaluate("document.querySelector('.sg-keys input').click()")
    page.key("?")
    until(page, "!document.querySelector('.sg-keys').open")


def test_text_that_waits_for_a_guess_comes_without_one(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    held = "document.querySelector('.sg-held')"
    first = page.evaluate(f"{held}.id")
    skip = "[...{}.querySelectorAll('.sg-predict-moves .sg-plain')].find((b) => !b.hidden)"
    go(page, number_of(page, first))
    rest(page)
    page.evaluate(f"{skip.format(held)}.focus()")
    page.key("Enter")
    assert page.evaluate(f"{ACTIVE}.id") == first
    second = page.evaluate(f"{held}.id")
    assert second != first
    page.key("p")
    go(page, number_of(page, second))
    rest(page)
    section = f"document.getElementById('{second}')"
    assert page.evaluate(f"{section}.matches('.sg-current.sg-held')")
    for _ in range(8):
        if page.evaluate(held + f"?.id === '{second}'"):
            press(page, "PageDown")
    assert page.evaluate(f"{section}.matches('.sg-current:not(.sg-held)')")
    assert page.evaluate(f"!{skip.format(section)}")


def test_the_keyboard_works_the_places_while_presenting(page: Page, story_page: Path) -> None:
    opened(page, story_page, "?present#arms-learner")
    rest(page)
    here = page.evaluate(STATE)["section"]
    at_places = f"{ACTIVE}.matches('.sg-places')"
    press(page, "m", "ArrowDown", "ArrowUp")
    assert page.evaluate(STATE)["section"] == here
    assert page.evaluate(at_places)
    focus(page, ".sg-place, .sg-bar button")
    focus(page, ".sg-places")
    press(page, "Enter")
    assert page.evaluate(f"{ACTIVE}.matches('.sg-tip button')")
    told = f"document.getElementById({ACTIVE}.getAttribute('aria-describedby')).innerText"
    assert page.evaluate(f"{TIP}.innerText.includes({told}) && {told}.length > 2")
    for way_out in ("Escape", "Enter"):
        press(page, way_out)
        assert page.evaluate(f"{TIP}.hidden")
        assert page.evaluate(at_places)
        press(page, "Enter")  # it tells of the same one again
        assert not page.evaluate(f"{TIP}.hidden")
    press(page, "Escape", "Escape")
    assert page.evaluate(f"{ACTIVE}.matches('.sg-step.sg-current')")
    assert page.evaluate(STATE)["mode"]["presenting"]


def test_escape_closes_a_pinned_box_before_it_leaves_presenting(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page, "?present#arms-learner")
    rest(page)
    page.evaluate(f"""(() => {{
      const {{left, right, top, bottom}} = {STATE}.labels[0].box;
      document.querySelector('.sg-map').dispatchEvent(new MouseEvent('click',
        {{bubbles: true, clientX: (left + right) / 2, clientY: (top + bottom) / 2}}));
    }})()""")
    until(page, f"{TIP}.matches('.sg-tip-pinned') && !{TIP}.hidden")
    press(page, "Escape")
    until(page, f"{TIP}.hidden")
    assert page.evaluate(STATE)["mode"]["presenting"]


def test_of_two_dialogs_a_press_closes_the_question(page: Page, story_page: Path) -> None:
    opened(page, story_page, "?present#arms-learner")
    press(page, "?")
    page.evaluate(f"{STORY}.run('question')")
    until(page, f"{STATE}.mode.question")
    page.evaluate(f"{STORY}.run('next')")
    until(page, f"!{STATE}.mode.question")
    assert page.evaluate("document.querySelector('.sg-keys').open")


def test_a_palm_does_not_draw(page: Page, story_page: Path) -> None:
    opened(page, story_page, "?present#gas-2014")
    press(page, "d")
    strokes = page.evaluate(f"""(() => {{
      const send = (type, pointerId, clientX, buttons = 1) => document.querySelector('.sg-sketch')
        .dispatchEvent(new PointerEvent(type,
          {{bubbles: true, pointerId, buttons, clientX, clientY: 300}}));
      const pen = 1, palm = 2;
      send('pointerdown', pen, 700);
      send('pointerdown', palm, 1100);
      send('pointermove', pen, 720);
      send('pointermove', palm, 1101);
      send('pointerup', palm, 1101, 0);
      send('pointermove', pen, 740);
      send('pointerup', pen, 740, 0);
      return {STORY}.strokes();
    }})()""")
    assert strokes == [{"kind": "pen", "points": 3}]


def test_notes_scroll_and_pictures_follow_the_theme_in_the_speaker_s_window(
    browser: Browser, story_page: Path
) -> None:
    with browser.open(width=1000, height=420) as page:
        opened(page, story_page, "?speaker#arms-learner")
        at = page.evaluate(LESSON)
        focus(page, ".sg-sp-words")
        press(page, "ArrowDown", "End")
        assert page.evaluate(LESSON) == at
        press(page, "PageDown")
        until(page, f"{LESSON} === {at + 1}")
        picture = "document.querySelector('.sg-sp-now').toDataURL()"
        light = page.evaluate(picture)
        page.evaluate(f"{STORY}.run('theme')")
        assert page.evaluate(picture) != light


def test_the_overview_is_dark_in_a_dark_room(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    painted = "document.querySelector('.sg-overview').dataset.painted"
    picture = "document.querySelectorAll('.sg-overview canvas')[3].toDataURL()"
    pictures = []
    for _ in range(2):
        page.key("o")
        until(page, painted)
        pictures.append(page.evaluate(picture))
        page.key("Escape")
        until(page, "!document.querySelector('.sg-overview').open")
        page.key("d")
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_long_word_stays_in_its_box(chromium: Chromium, story_page: Path, width: int) -> None:
    with chromium.open(width=width, height=700) as page:
        opened(page, story_page, "#arms-learner")
        ends = page.evaluate("""(() => {
          const card = document.querySelector('.sg-current .sg-card'), range = new Range();
          const head = card.querySelector('h2');
          head.textContent = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
          range.selectNodeContents(head);
          return [range.getBoundingClientRect().right, card.getBoundingClientRect().right,
            document.documentElement.scrollWidth];
        })()""")
        assert ends[0] <= ends[1]
        assert ends[2] <= width


def test_colours_that_mean_something_stay_in_forced_colours(
    chromium: Chromium, story_page: Path
) -> None:
    with chromium.open(forced_colors="active") as page:
        opened(page, story_page)
        ways = page.evaluate(
            "[...document.querySelectorAll('.sg-swatch, .sg-predict-scale i')]"
            ".map((e) => getComputedStyle(e).forcedColorAdjust)"
        )
        assert set(ways) == {"none"}


def test_a_small_window_has_the_quiz_below(browser: Browser, story_page: Path) -> None:
    with browser.open(width=320, height=256) as page:
        opened(page, story_page)
        page.evaluate(f"{STORY}.run('quiz')")
        box = "document.querySelector('.sg-quiz').getBoundingClientRect()"
        until(page, f"{box}.height > 0")
        assert page.evaluate(f"innerHeight - {box}.bottom") < 20


def test_a_turned_phone_follows_what_folds(browser: Browser, story_page: Path) -> None:
    with browser.open(width=600, height=800) as page:
        opened(page, story_page)
        page.resize(800, 600)
        go(page, 5)
        rest(page)
        # the step goes down past the middle of the screen, not as far as an upright phone's line
        page.evaluate("""(async () => {
          const sections = document.querySelectorAll('.sg-step'), {style} = sections[2];
          document.documentElement.style.overflowAnchor = 'none';
          const top = sections[5].getBoundingClientRect().top;
          window.scrollBy({top: top - innerHeight * 0.45, behavior: 'instant'});
          await new Promise((done) => setTimeout(done, 300));
          style.paddingBottom = `${parseFloat(getComputedStyle(sections[2]).paddingBottom) + 90}px`;
        })()""")
        until(page, f"{STATE}.section === 4")


def test_the_year_is_not_read_out_while_it_runs(chromium: Chromium, story_page: Path) -> None:
    with chromium.open() as page:
        opened(page, story_page)
        years = page.evaluate(
            "[...document.querySelectorAll('.sg-time output')].map((e) => e.ariaLive)"
        )
        assert years
        assert set(years) == {"off"}
        assert "(D)" not in page.evaluate("document.querySelector('.sg-theme').title")


def test_relief_does_not_fade_in_where_motion_is_unwelcome(
    chromium: Chromium, story_page: Path
) -> None:
    with chromium.open(reduced_motion=True) as page:
        page.raw.add_init_script("""
          window.strengths = [];
          const draw = CanvasRenderingContext2D.prototype.drawImage;
          CanvasRenderingContext2D.prototype.drawImage = function (...what) {
            if (this.globalCompositeOperation === 'hard-light') {
              window.strengths.push(this.globalAlpha);
            }
            return draw.apply(this, what);
          };
        """)
        opened(page, story_page)
        until(page, "window.strengths.length")
        assert set(page.evaluate("window.strengths")) == {1}
