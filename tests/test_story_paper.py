"""Charts and the handout in the page that ships, in real browsers."""

import base64
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from browser_chromium import Chromium
from browsers import Browser, Page
from story import build
from story.build import Built
from test_story_page import opened, rest, until

# ways between the two ports that run outside what step 18 shows
ELSEWHERE = {"arctic_routes/suez", "arctic_routes/nwp"}
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


LATER = """
[...document.querySelectorAll('.sg-chart-svg[data-before]')].map((svg) => {
  const chart = svg.closest('.sg-chart'), box = svg.getBoundingClientRect();
  const seen = (element) => getComputedStyle(element).visibility === 'visible'
    && element.getBoundingClientRect().top < box.bottom;
  const words = [...svg.querySelectorAll('text'), ...chart.querySelectorAll('li')];
  return {
    id: chart.id,
    words: words.filter((one) => one.matches('.sg-later') && one.getClientRects().length
      && seen(one)).map((one) => one.textContent),
    foot: Math.round(100 * (box.bottom - Math.max(...[...svg.querySelectorAll('text')]
      .filter(seen).map((text) => text.getBoundingClientRect().bottom))) / box.width),
    says: svg.getAttribute('aria-label').includes('(since then)'),
  };
})
"""


def test_a_chart_does_not_hint_at_what_came_later(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    page.evaluate("[...document.querySelectorAll('.sg-held .sg-plain')].map((b) => b.click())")
    before: list[dict[str, Any]] = page.evaluate(LATER)
    with_later = {"arms_share", "amur_2011"}  # none of them tells what step 20 asks
    assert {chart["id"].rpartition(":")[2] for chart in before} == with_later
    for chart in before:
        assert (chart["words"], chart["says"]) == ([], False), chart
        assert chart["foot"] < 6, chart  # no empty room where later bars will be
    page.evaluate("(document.querySelector('#amur-heilongjiang .sg-since').open = true, 0)")
    until(page, f"{LATER}.filter(({{says}}) => says).length === 1")  # of this step alone
    page.evaluate("(document.querySelector('#amur-heilongjiang .sg-since').open = false, 0)")
    until(page, f"{LATER}.every(({{says}}) => !says)")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    on_paper = "[...document.querySelectorAll('.sg-handout .sg-chart-svg[data-before]')]"
    assert page.evaluate(f"{on_paper}.length") == 2
    told = "getAttribute('aria-label').includes('(since then)')"
    assert page.evaluate(f"{on_paper}.every((svg) => svg.{told})")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    later(page)
    after: list[dict[str, Any]] = page.evaluate(LATER)
    said = [set(chart["words"]) for chart in after]
    assert said == [
        {"Since then", "2018–22", "23"},
        {"Since then", "Both ways, 2025", "65–76", "Officials, 2025"},
    ]
    assert all(chart["says"] and chart["foot"] < 6 for chart in after)
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


STRONG = """(() => {
  const canvas = [...document.querySelectorAll('.sg-map canvas')].find((one) => one.width > 600);
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let i = 0; i < data.length; i += 4) {
    count += data[i] === 255 && data[i + 1] === 210 && data[i + 2] === 63;
  }
  return count;
})()"""


def test_every_figure_of_the_story_that_is_on_the_map_shows_it(
    page: Page, story_page: Path, built: Built
) -> None:
    opened(page, story_page)
    page.evaluate("[...document.querySelectorAll('.sg-held .sg-plain')].map((b) => b.click())")
    later(page)
    layers = {layer["name"]: i for i, layer in enumerate(built.scene.layers)}
    checked = []
    for number, step in enumerate(built.scene.steps, 1):
        rows = [
            row
            for name in built.story.config.steps[number - 1].charts
            for row in built.story.charts[name].config.rows
            if row.feature
        ]
        shown = {entry["l"] for entry in step["show"]}
        wanted = {row.feature for row in rows if row.feature}
        if not wanted:
            continue
        page.evaluate(GO.format(number))
        rest(page)
        for feature in sorted(wanted):
            layer = feature.partition("/")[0]
            assert layers[layer] in shown, feature
            mark = f"document.querySelector('#{step['id']} .sg-chart [data-feature=\"{feature}\"]')"
            before = page.evaluate(STRONG)
            over = "new PointerEvent('pointerover', {bubbles: true})"
            page.evaluate(f"({mark}.dispatchEvent({over}), 0)")
            lit = f"document.querySelectorAll('#{step['id']} .sg-chart .sg-lit').length"
            assert page.evaluate(lit) >= 2, feature
            if feature not in ELSEWHERE:
                until(page, f"{STRONG} > {before} + 20")
                checked.append(feature)
            leave = "new PointerEvent('pointerleave')"
            page.evaluate(f"({mark}.closest('.sg-chart').dispatchEvent({leave}), 0)")
            assert page.evaluate(lit) == 0
    assert len(checked) >= 12
    # the test itself reads pixels often
    assert [text for text in page.problems() if "willReadFrequently" not in text] == []


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
    guesses: [...document.querySelectorAll('.sg-paper-guess')].map((task) =>
      [task.closest('.sg-paper-sheet').querySelector('h2').textContent,
        task.querySelectorAll('.sg-plot-dot').length]),
    guessed: [...document.querySelectorAll('.sg-paper-figures')].map((list) => list.textContent
      .replace(/\\s/g, '')),
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
    # a guess that no text answers is an exercise: the given points, and the data for the teacher
    assert found["guesses"] == [["What next? Four forks in the road", 2]]
    (data,) = found["guessed"]
    assert data.startswith("201669.5201784.072021147")
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


def test_each_page_of_the_handout_is_numbered(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    found = page.evaluate(
        "[...document.querySelector('.sg-handout').children].map((sheet) =>"
        " sheet.querySelector(':scope > .sg-paper-at')?.textContent ?? '')"
    )
    # in the margin by the style of the page, where a browser can; or at the foot of the sheet
    margins = page.evaluate("'CSSMarginRule' in window")
    assert found == ["" if margins else str(n) for n in range(1, len(found) + 1)]
    assert len(found) > 25
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.problems() == []


def test_firefox_prints_the_handout(firefox: Any, story_page: Path) -> None:
    with firefox.open() as page:
        opened(page, story_page)
        a4, edge = {"width": 21, "height": 29.7}, dict.fromkeys(("top", "left", "right"), 1.5)
        answer = firefox.raw.command("WebDriver:Print", page=a4, margin=edge | {"bottom": 1.4})
        pdf = base64.b64decode(answer)
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        sheets = page.evaluate("document.querySelector('.sg-handout').children.length")
        page.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert pages_of(pdf) == sheets
        assert page.problems() == []


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has, also where its objects lie compressed in streams."""
    count = 0
    for found in re.finditer(rb"stream\r?\n", pdf):
        with suppress(zlib.error):
            inside = zlib.decompressobj().decompress(pdf[found.end() :])
            count += len(re.findall(rb"/Type\s*/Page\b", inside))
    return count or len(re.findall(rb"/Type\s*/Page\b", pdf))


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
        # whoever prints chooses the paper: A4, taller than Letter, gives more lines to write on
        tall = "document.querySelectorAll('.sg-paper-sheet')[4].getBoundingClientRect().height"
        mm = 96 / 25.4
        for width, height, sheet in ((180, 268, 262), (186, 250, 245)):
            page.resize(round(width * mm), round(height * mm))
            assert page.evaluate(tall) == pytest.approx(sheet * mm, abs=1), sheet
    # cover, contents, twenty steps, and what comes after
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) > 22
    assert pdf.count(b"/Width 1440") >= 21
