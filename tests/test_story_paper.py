"""Charts and the handout in the page that ships, in real browsers."""

import re
from pathlib import Path
from typing import Any

import pytest

from browser_chromium import Chromium
from browsers import Browser, Page
from story import build
from story.build import Built
from test_story_page import opened, rest, until

GO = "window.storyglobe.stories[0].go({})"
CHART = "document.querySelector('#{} .sg-chart')"


def later(page: Page) -> None:
    """Switch "Since then" on, whatever this browser remembers of it."""
    on = "document.documentElement.classList.contains('sg-later-on')"
    if not page.evaluate(on):
        page.key("t")
    assert page.evaluate(on)


@pytest.fixture(scope="module")
def built() -> Built:
    return build.assemble(None)


@pytest.mark.parametrize("width", [390, 1366])
def test_charts_are_readable_where_they_stand(
    browser: Browser, story_page: Path, built: Built, width: int
) -> None:
    with browser.open(width=width, height=844) as page:
        opened(page, story_page)
        # a guess that comes before the text holds the chart back, too
        page.evaluate("[...document.querySelectorAll('.sg-held .sg-plain')].map((b) => b.click())")
        assert page.evaluate("document.querySelectorAll('.sg-held').length") == 0
        later(page)  # a chart of later figures alone is folded up
        found: list[dict[str, Any]] = page.evaluate("""
        [...document.querySelectorAll('.sg-chart')].map((chart) => {
          const svg = chart.querySelector('svg.sg-chart-svg'), box = svg.getBoundingClientRect();
          const card = chart.closest('.sg-card').getBoundingClientRect();
          const scale = box.width / svg.viewBox.baseVal.width;
          const texts = [...svg.querySelectorAll('text')]
            .map((text) => [text.textContent, text.getBoundingClientRect()]);
          return {
            id: chart.id, scale, inside: box.left >= card.left && box.right <= card.right,
            label: svg.getAttribute('aria-label'), role: svg.getAttribute('role'),
            out: texts.filter(([, at]) => at.left < box.left - 3 || at.right > box.right + 3
              || at.top < box.top - 3 || at.bottom > box.bottom + 3).map(([words]) => words),
            over: texts.flatMap(([a, p], i) => texts.slice(i + 1).filter(([, q]) =>
              p.left < q.right - 2 && p.right > q.left + 2
              && p.top < q.bottom - 3 && p.bottom > q.top + 3)
              .map(([b]) => `${a} | ${b}`)),
            open: chart.querySelector('details').open,
            rows: chart.querySelectorAll('tbody tr').length,
          };
        })
        """)
        shown = [name for step in built.story.config.steps for name in step.charts]
        assert len(found) == len(shown)
        for chart, name in zip(found, shown, strict=True):
            assert chart["inside"], chart
            assert 0.85 <= chart["scale"] <= 1.7, chart
            assert chart["out"] == [], chart["id"]
            assert chart["over"] == [], chart["id"]
            assert (chart["role"], chart["label"]) == ("img", built.charts[name].alt)
            assert not chart["open"]
            assert chart["rows"] == len(built.charts[name].rows)
        assert page.problems() == []


@pytest.mark.parametrize("size", [(1366, 768), (1024, 768)])
def test_charts_are_readable_from_the_back_row(
    browser: Browser, story_page: Path, built: Built, size: tuple[int, int]
) -> None:
    with browser.open(width=size[0], height=size[1], reduced_motion=True) as page:
        opened(page, story_page)
        page.key("p")
        until(page, "window.storyglobe.stories[0].state().mode.presenting")
        page.evaluate("[...document.querySelectorAll('.sg-held .sg-plain')].map((b) => b.click())")
        later(page)
        for number, step in enumerate(built.story.config.steps, 1):
            if not step.charts:
                continue
            page.evaluate(GO.format(number))
            found: dict[str, Any] = page.evaluate("""(() => {
              const card = document.querySelector('.sg-current .sg-card').getBoundingClientRect();
              const all = [...document.querySelectorAll('.sg-current .sg-chart-svg')].map((svg) =>
                [...svg.querySelectorAll('text')].map((text) => ({
                  words: text.textContent, at: text.getBoundingClientRect(),
                  tall: parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a,
                })));
              return {
                charts: all.length,
                small: all.flat().filter(({tall}) => tall < innerHeight * 0.022),
                cut: all.flat().filter(({at}) => at.left < card.left || at.right > card.right),
                over: all.flatMap((texts) => texts.flatMap(({words, at: p}, i) => texts.slice(i + 1)
                  .filter(({at: q}) => p.left < q.right - 2 && p.right > q.left + 2
                    && p.top < q.bottom - 4 && p.bottom > q.top + 4)
                  .map((other) => `${words} | ${other.words}`))),
              };
            })()""")
            assert found == {"charts": len(step.charts), "small": [], "cut": [], "over": []}, (
                step.id
            )
        assert page.problems() == []


def test_a_chart_of_later_figures_alone_folds_up_and_says_why(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    chart = "document.querySelector('#gas-2014 .sg-chart')"
    seen = (
        f"['.sg-chart-waits', '.sg-chart-svg', '.sg-chart-data']"
        f".map((part) => {chart}.querySelector(part).checkVisibility())"
    )
    assert page.evaluate(seen) == [True, False, False]
    page.evaluate(f"{chart}.querySelector('[role=switch]').click()")
    assert page.evaluate(seen) == [False, True, True]
    page.key("t")
    assert page.evaluate(seen) == [True, False, False]
    page.evaluate("(document.querySelector('#gas-2014 .sg-since').open = true, 0)")
    assert page.evaluate(seen) == [False, True, True]
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    on_paper = "document.querySelectorAll('.sg-handout .sg-chart.sg-later .sg-chart-svg').length"
    assert page.evaluate(on_paper) == 1
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.problems() == []


def test_a_figure_and_its_place_on_the_map_show_each_other(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    page.evaluate(GO.format(8))  # two horizons: India's bar is New Delhi
    rest(page)
    page.evaluate("""(() => {
      window.heard = [];
      document.querySelector('.storyglobe').addEventListener('storyglobe-highlight',
        ({detail}) => window.heard.push(detail.key));
    })()""")
    chart = CHART.format("two-horizons")
    lit = f"[...{chart}.querySelectorAll('.sg-lit')].map((mark) => mark.localName).sort()"
    page.evaluate(
        f"{chart}.querySelector('path[data-feature=\"places/p12\"]')"
        ".dispatchEvent(new PointerEvent('pointerover', {bubbles: true}))"
    )
    assert page.evaluate("window.heard.at(-1)") == "p12"
    assert page.evaluate(lit) == ["path", "text", "text", "tr"]
    page.evaluate(f"{chart}.dispatchEvent(new PointerEvent('pointerleave'))")
    assert page.evaluate("window.heard.at(-1)") is None
    assert page.evaluate(lit) == []
    # with the keyboard: the table, then the name in it
    page.evaluate(f"{chart}.querySelector('details').open = true")
    page.evaluate(f"{chart}.querySelector('tr[data-feature=\"places/p12\"] button').focus()")
    page.key("Enter")
    assert page.evaluate("window.heard.at(-1)") == "p12"
    # and from the map, or from anybody else
    page.evaluate(
        "document.querySelector('.storyglobe').dispatchEvent(new CustomEvent("
        "'storyglobe-highlight', {detail: {layer: 'places', key: 'p11'}}))"
    )
    assert page.evaluate(f"{lit}.length") == 4
    assert page.evaluate(f"{chart}.querySelector('tr.sg-lit th').textContent") == "Vietnam"
    assert page.problems() == []


HANDOUT = """(() => {
  const sheets = [...document.querySelectorAll('.sg-paper-sheet')];
  const ink = (canvas) => {
    const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4 * 997) seen.add(data.slice(i, i + 3).join());
    return seen.size;
  };
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  return {
    titles: sheets.map((sheet) => sheet.querySelector('h1, h2').textContent),
    fits: !document.querySelector('.sg-handout .sg-paper-long')
      && [...sheets, ...document.querySelectorAll('.sg-paper-flow')].every((box) =>
        box.scrollHeight <= box.clientHeight + 1 && box.scrollWidth <= box.clientWidth + 1),
    size: Math.min(...sheets.map((sheet) => parseFloat(sheet.style.fontSize))),
    pixels: [...document.querySelectorAll('.sg-paper-map canvas')].map((canvas) => canvas.width),
    colours: Math.min(...[...document.querySelectorAll('.sg-paper-map canvas')].map(ink)),
    lines: sheets.slice(2).map((sheet) => sheet.querySelector('.sg-paper-ruled').clientHeight),
    narrow: sheets.slice(2).map((sheet) => sheet.querySelector('.sg-paper-ruled'))
      .filter((lines) => lines.clientWidth < lines.closest('.sg-paper-sheet').clientWidth - 1
        && !lines.closest('.sg-paper-beside')).length,
    beside: document.querySelectorAll('.sg-paper-beside').length,
    // [heading, the number in the contents, the sheets that begin with or hold such a heading]
    contents: [...document.querySelectorAll('.sg-paper-contents li')].map((line) => {
      const [title, number] = [...line.children].map((part) => part.textContent);
      const heads = ':scope > h2, .sg-paper-flow > :is(h2, h3)';
      const on = [...document.querySelector('.sg-handout').children].flatMap((sheet, i) =>
        [...sheet.querySelectorAll(heads)].some((h) => h.textContent === title) ? [i + 1] : []);
      return [title, Number(number), on];
    }),
    // how far the last sheet of each part is filled, where there is another before it
    last: [...document.querySelectorAll('.sg-paper-annex')].filter((sheet) =>
      sheet.nextElementSibling?.className !== sheet.className
      && sheet.previousElementSibling.className === sheet.className).map((sheet) => {
      const inside = document.createRange(), room = sheet.firstElementChild;
      inside.selectNodeContents(room);
      return inside.getBoundingClientRect().height / room.clientHeight;
    }),
    // a heading is never left alone at the foot of a sheet
    alone: [...document.querySelectorAll('.sg-paper-flow')].map((room) => {
      let end = room;
      while (end.lastElementChild && end.matches('div, ul, ol, dl')) end = end.lastElementChild;
      return end.matches('h2, h3, dt, .sg-label') ? end.textContent : '';
    }).filter(Boolean),
    words: document.querySelectorAll(
      '.sg-paper-annex-since li, .sg-paper-annex-sources li').length,
    charts: document.querySelectorAll('.sg-handout .sg-chart-svg').length,
    annexes: [...document.querySelectorAll('.sg-paper-annex h2')].map((title) => title.textContent),
    twice: ids.filter((id, i) => ids.indexOf(id) !== i),
    notes: document.querySelectorAll('.sg-paper-annex-notes h2').length,
  };
})()"""


def test_printing_lays_out_a_handout(page: Page, story_page: Path, built: Built) -> None:
    opened(page, story_page)
    before = rest(page)
    said = page.evaluate("document.querySelectorAll('.sg-since li, .sg-sources li').length")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    found: dict[str, Any] = page.evaluate(HANDOUT)
    steps = built.story.config.steps
    assert found["titles"] == ["The long border", "Contents", *(step.title[""] for step in steps)]
    assert found["fits"]
    assert found["size"] >= 8
    assert set(found["pixels"]) == {1440}  # on 180 millimetres: 203 to the inch
    assert found["colours"] > 8  # a map, not an empty sheet
    assert min(found["lines"]) >= 24 / 25.4 * 96 - 1  # three lines to write on at the least
    assert found["charts"] == sum(len(step.charts) for step in steps)
    assert found["annexes"][0].startswith("Since then")
    assert found["narrow"] == 0  # lines run across the sheet, a chart or not
    assert found["beside"] <= 3  # but where two charts leave no other room
    assert len(found["contents"]) == len(steps) + len(found["annexes"]) + 3
    for title, number, sheets in found["contents"]:
        assert sheets == [number], title
    assert all(share > 0.25 for share in found["last"]), found["last"]
    assert found["alone"] == []
    assert found["words"] == said  # nothing was lost on the way over the sheets
    assert found["notes"] == 1
    assert found["twice"] == []
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('.sg-handout').length") == 0
    assert rest(page)["camera"] == before["camera"]
    assert page.problems() == []


def test_paper_is_light_and_small_whatever_the_screen_is(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    page.key("d")
    page.key("p")
    until(page, "window.storyglobe.stories[0].state().mode.presenting")
    rest(page)
    look = "(({theme, mode}) => [theme, mode ?? ''])(document.documentElement.dataset)"
    assert page.evaluate(look) == ["dark", "projector"]
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(look) == ["light", ""]
    ground = """(() => {
      const canvas = document.querySelector('.sg-paper-cover canvas');
      const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let sum = 0, n = 0;
      for (let i = 0; i < data.length; i += 4 * 499) { sum += data[i + 1]; n += 1; }
      return sum / n;
    })()"""
    assert page.evaluate(ground) > 170
    letters = "getComputedStyle(document.querySelector('.sg-paper-cover h1')).color"
    assert page.evaluate(letters) == "rgb(29, 36, 41)"
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(look) == ["dark", "projector"]
    page.key("Escape")
    page.key("d")
    assert page.problems() == []


def test_ctrl_p_prints_the_handout(chromium: Chromium, story_page: Path) -> None:
    with chromium.open() as page:
        opened(page, story_page)
        pdf = page.raw.pdf(format="A4", print_background=False)
        page.raw.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        # a marked word opens nothing on paper: it looks like the words around it
        words = page.evaluate("""[...document.querySelectorAll('.sg-handout .sg-term')]
          .map((word) => [getComputedStyle(word), getComputedStyle(word.parentElement)])
          .map(([own, around]) => [own.textDecorationLine, own.color === around.color])""")
        assert words
        assert all(word == ["none", True] for word in words)
    # cover, contents, twenty steps, and what comes after
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 22
    assert pdf.count(b"/Width 1440") >= 21
