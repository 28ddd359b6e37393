"""The audience's window and the speaker's, together, from file:// and without a network."""

from pathlib import Path

import pytest

from browsers import Page
from story import build
from test_story_page import STATE, opened, until
from test_story_present import click, press, seen

LESSON = f"{STATE}.lesson.section"


def says(page: Page, part: str) -> str:
    return str(page.evaluate(f"document.querySelector('.sg-sp-{part}').innerText"))


@pytest.fixture
def windows(page: Page, story_page: Path) -> tuple[Page, Page]:
    """The audience's window and the speaker's."""
    opened(page, story_page)
    page.key("s")
    speaker = page.other()
    until(speaker, "window.storyglobe?.stories?.length")
    until(speaker, "document.querySelector('.sg-sp-status').innerText.includes('this step')")
    return page, speaker


def check_clean(page: Page) -> None:
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


def test_the_speaker_moves_both_windows(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    assert audience.evaluate("document.title") == "Audience: The long border"
    assert speaker.evaluate("document.title") == "Speaker: The long border"
    press(speaker, "1", "1", "Enter")
    until(audience, f"{STATE}.section === 11")
    until(speaker, f"{LESSON} === 11")
    assert says(speaker, "where").startswith("11. Amur or Heilongjiang")
    assert says(speaker, "then").startswith("12. Blagoveshchensk")
    assert "Use both names" in says(speaker, "notes")
    assert "part two countries" in says(speaker, "asked")
    assert "The red line parts" in says(speaker, "answered")
    pictures = [
        speaker.evaluate(
            f"(() => {{ const c = document.querySelector('.sg-sp-{name}'); const d ="
            " c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
            " return new Set(new Uint32Array(d.buffer)).size; })()"
        )
        for name in ("now", "next")
    ]
    assert min(pictures) > 50
    for key, where in {"Home": 0, "End": 21, "PageUp": 20}.items():
        press(speaker, key)
        until(audience, f"{STATE}.section === {where}")
        until(speaker, f"{LESSON} === {where}")
    press(audience, "4", "Enter")
    until(speaker, f"{LESSON} === 4")
    button = "document.querySelector('.sg-sp-moves [data-command=since]').ariaPressed"
    for on in ("true", "false"):  # what came later is for the audience to see, and shown here
        press(speaker, "t")
        until(audience, f"{STATE}.mode.later === {on}")
        until(speaker, f"{button} === '{on}'")
    press(speaker, "q")
    until(audience, "document.querySelector('.sg-discuss').open")
    press(speaker, "a")
    until(audience, "document.querySelector('.sg-discuss details').open")
    press(speaker, "PageDown")
    until(audience, "!document.querySelector('.sg-discuss').open")
    press(speaker, "b")
    until(audience, "document.querySelector('.sg-cover').checkVisibility()")
    black = "document.querySelector('.sg-sp-moves [data-command=black]')"
    until(speaker, f"{black}.ariaPressed === 'true'")
    press(speaker, "w")
    until(audience, f"{STATE}.mode.blank === 'white'")
    press(speaker, "w", "f", "9", "Enter")
    until(speaker, f"{LESSON} === 9")
    assert audience.evaluate(STATE)["section"] == 4
    assert "Frozen: the audience sees 4." in says(speaker, "status")
    press(speaker, "f")
    until(audience, f"{STATE}.section === 9")
    press(speaker, "2", "0", "Enter")
    until(speaker, f"{LESSON} === 20")
    # a marked word is a plain one here: its definition would open beneath
    assert "billion cubic metres through Power" in says(speaker, "later")
    assert speaker.evaluate("document.querySelectorAll('.sg-sp-words .sg-term').length") == 0
    assert audience.evaluate("document.querySelectorAll('#four-forks .sg-term').length") > 0
    check_clean(audience)


def test_the_speaker_s_next_first_brings_the_picture_back(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    press(speaker, "5", "Enter")
    until(audience, f"{STATE}.section === 5")
    covered = "document.querySelector('.sg-cover').checkVisibility()"
    for key, colour in {"b": "black", "w": "white"}.items():
        press(speaker, key)
        until(audience, f"{STATE}.mode.blank === '{colour}' && {covered}")
        press(speaker, "PageDown")
        until(audience, f"!{covered}")
        assert audience.evaluate(STATE)["section"] == 5  # nothing has moved on unseen
    press(speaker, "b")
    until(audience, covered)
    press(speaker, "8", "Enter")  # who names a step wants it seen
    until(audience, f"{STATE}.section === 8 && !{covered}")
    press(speaker, "PageDown")
    until(audience, f"{STATE}.section === 9 || {STATE}.revealed === 1")
    check_clean(audience)


def test_the_speaker_s_window_begins_with_first_steps(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    shown = [seen(speaker, part) for part in (".sg-sp-first", ".sg-sp-none", ".sg-sp-notes")]
    assert shown == [True, False, False]
    for word in ("F11", "length of your lesson", "Next", "Reset"):
        assert word in says(speaker, "first")
    press(speaker, "1", "Enter")
    until(speaker, f"{LESSON} === 1")
    shown = [seen(speaker, part) for part in (".sg-sp-first", ".sg-sp-none", ".sg-sp-notes")]
    assert shown == [False, False, True]
    press(speaker, "End")
    until(speaker, f"{LESSON} === 21")
    assert (seen(speaker, ".sg-sp-first"), seen(speaker, ".sg-sp-none")) == (False, True)
    check_clean(audience)


def test_the_speaker_hears_of_the_quiz(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    press(audience, "End")
    until(speaker, f"{LESSON} === 21")
    status = "document.querySelector('.sg-sp-status').innerText"
    click(audience, "[data-command=quiz]")
    until(speaker, f"{status} === 'The audience plays the quiz.'")
    press(audience, "Escape")
    until(speaker, f"{status} === 'The audience sees this step.'")
    check_clean(audience)


def test_a_student_s_edition_offers_no_answer(page: Page, tmp_path: Path) -> None:
    target = tmp_path / "student.html"
    story = build.assemble(None, edition="student")
    build.write(target, build.page(story))
    opened(page, target, "?speaker#amur-heilongjiang")
    until(page, f"{LESSON} === 11")
    assert "part two countries" in says(page, "asked")
    assert (seen(page, ".sg-sp-answered"), says(page, "answered")) == (False, "")
    assert not seen(page, ".sg-sp-moves [data-command=answer]")
    assert seen(page, ".sg-sp-moves [data-command=question]")
    check_clean(page)


def test_either_window_may_be_loaded_again_or_closed(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    press(speaker, "7", "Enter")
    until(audience, f"{STATE}.section === 7")
    until(speaker, f"{LESSON} === 7")
    gone = "JSON.parse(sessionStorage[`storyglobe clock ${location.pathname}`]).since"
    started = speaker.evaluate(gone)
    speaker.reload()
    until(speaker, f"window.storyglobe?.stories?.length && {LESSON} === 7")
    assert speaker.evaluate(gone) == started
    until(speaker, "document.querySelector('.sg-sp-status').innerText.includes('this step')")
    audience.reload()
    until(audience, f"{STATE}?.mode.presenting && {STATE}.section === 7")
    press(speaker, "1", "0", "Enter")
    until(audience, f"{STATE}.section === 10")
    until(speaker, f"{LESSON} === 10")
    check_clean(audience)
    audience.close()
    until(speaker, "document.querySelector('.sg-sp-open').checkVisibility()")
    assert "not open" in says(speaker, "status")
    assert press(speaker, "PageDown")["lesson"]["section"] == 11  # it goes on by itself
    press(speaker, "Tab")
    speaker.evaluate("document.querySelector('.sg-sp-open').focus()")
    speaker.key("Enter")
    again = speaker.other()
    until(again, f"{STATE}?.mode.presenting && {STATE}.section === 11")
    until(speaker, "!document.querySelector('.sg-sp-open').checkVisibility()")
    assert again.evaluate(STATE)["lesson"]["section"] == 11


def test_the_speaker_s_buttons_stand_in_one_row(windows: tuple[Page, Page]) -> None:
    _, speaker = windows
    rows = (
        "[...new Set([...document.querySelectorAll('.sg-sp-moves > *')]"
        ".map((button) => Math.round(button.getBoundingClientRect().top)))].length"
    )
    for width, height in [(1180, 800), (1280, 720), (1366, 768), (1920, 1080)]:
        speaker.resize(width, height)
        until(speaker, f"innerWidth === {width}")
        assert speaker.evaluate(rows) == 1, width
    speaker.evaluate("(document.documentElement.dataset.theme = 'dark', 0)")
    words = "getComputedStyle(document.querySelector('.sg-sp-words'))"
    ink, ground = (speaker.evaluate(f"{words}.{name}") for name in ("color", "backgroundColor"))
    assert (ink, ground) == ("rgb(237, 240, 242)", "rgb(28, 34, 40)")


def test_a_closed_speaker_s_window_opens_where_it_was(windows: tuple[Page, Page]) -> None:
    audience, speaker = windows
    press(speaker, "6", "Enter")
    until(speaker, f"{LESSON} === 6")
    clock = "JSON.parse(sessionStorage[`storyglobe clock ${location.pathname}`] ?? '{}').since"
    started = speaker.evaluate(clock)
    assert started
    until(audience, f"{STATE}.section === 6")
    speaker.close()
    until(audience, "document.title === 'The long border'")  # it has heard of it
    press(audience, "s")
    again = audience.other()
    until(again, f"window.storyglobe?.stories?.length && {LESSON} === 6")
    until(again, f"{clock} === {started}")
    check_clean(audience)


def test_the_lesson_has_a_length_and_each_step_a_share(windows: tuple[Page, Page]) -> None:
    _, speaker = windows
    length = "document.querySelector('.sg-sp-length')"
    assert speaker.evaluate(f"{length}.value") == "45"
    speaker.evaluate(f"({length}.value = '22', {length}.dispatchEvent(new Event('change')), 0)")
    shares = speaker.evaluate(
        "[...document.querySelectorAll('.sg-sp-plan i')].map((bar) => Number(bar.style.flexGrow))"
    )
    assert sum(shares) == pytest.approx(22 * 60000, rel=0.001)
    # reading the opening aloud takes a while, and so does the quiz
    assert shares[0] > 0.3 * sum(shares) / len(shares)
    assert shares[-1] > sum(shares) / len(shares)
    opening, closing = speaker.evaluate("""['.sg-opening', '.sg-closing'].map((part) =>
      [...document.querySelectorAll(`${part} :is(h1, h2), ${part} .sg-card > p`)]
        .filter((one) => !one.matches('.sg-hint, .sg-begin'))
        .reduce((sum, one) => sum + one.textContent.split(/\\s+/).length, 0))""")
    assert shares[-1] / shares[0] == pytest.approx((closing + 10 * 20) / opening, rel=0.01)
    press(speaker, "2", "0", "Enter")
    until(speaker, f"{LESSON} === 20")
    until(speaker, "document.querySelector('.sg-sp-pace').dataset.pace === 'early'")
    assert "ahead" in says(speaker, "pace")


def test_pace_is_a_matter_of_shares(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    found = page.evaluate(
        """(() => {
          const {planLesson, paceOf, skippedAfter, withoutSkipped} = window.storyglobe.core;
          const minute = 60000;
          const sections = [{words: 50}, {words: 150}, {minutes: 10, words: 999}];
          const plan = planLesson(sections, 30), short = planLesson(sections, 5);
          return {
            plan: plan.map((end) => end / minute), short: short.map((end) => end / minute),
            late: paceOf(plan, 0, 7 * minute).late / minute,
            early: paceOf(plan, 2, 15 * minute).late / minute,
            fine: paceOf(plan, 1, 10 * minute),
            jump: skippedAfter(1, 5, new Set([0, 1, 3]), [9]),
            back: skippedAfter(5, 2, new Set([0, 1, 3, 5]), [2, 4, 9]),
            rest: planLesson(withoutSkipped(sections, [1]), 30).map((end) => end / minute),
          };
        })()"""
    )
    assert found["plan"] == [5, 20, 30]
    assert found["short"] == [0, 0, 5]
    assert (found["late"], found["early"]) == (2, -5)
    assert found["fine"] == {"late": 0, "left": 10 * 60000}
    assert (found["jump"], found["back"]) == ([2, 4, 9], [4, 9])
    assert found["rest"] == [20, 20, 30]


def test_a_browser_that_blocks_the_window_is_told_how_to_allow_it(
    page: Page, story_page: Path
) -> None:
    opened(page, story_page)
    # without a key or a click of the last five seconds neither browser opens a window
    key = "new KeyboardEvent('keydown', {key: 's', code: 'KeyS', bubbles: true})"
    waited = "new Promise((done) => setTimeout(done, 6000))"
    page.evaluate(f"{waited}.then(() => {{ document.dispatchEvent({key}); }})")
    assert seen(page, ".sg-blocked")
    assert "allow pop-ups" in page.evaluate("document.querySelector('.sg-blocked').innerText")
    page.evaluate("document.querySelector('.sg-blocked a').focus()")
    page.key("Enter")
    speaker = page.other()
    until(speaker, f"{STATE}?.lesson.section === 0")
    press(speaker, "3", "Enter")
    until(page, f"{STATE}.section === 3")
    check_clean(page)
