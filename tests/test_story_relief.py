"""The relief: its picture lies where the projection says, and a step can be without it."""

from pathlib import Path

from browsers import Browser, Page
from story import build
from test_story_flight import script
from test_story_page import go, opened, rest, until


def test_the_picture_lies_where_the_projection_says(browser: Browser, story_page: Path) -> None:
    """On the graphics processor, real or imitated, and by hand."""
    with browser.open() as page:
        opened(page, story_page)
        found = page.evaluate(script("relief"))
        assert found["faults"] == []


LIT = """(() => {
  const canvas = document.querySelector('.sg-map canvas');
  const {data} = canvas.getContext('2d').getImageData(canvas.width / 2, 100, 300, 300);
  return new Set(Array.from({length: data.length / 4}, (_, i) => data[4 * i])).size;
})()"""


def test_a_map_at_rest_is_lit(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    go(page, 18)
    rest(page)
    until(page, f"{LIT} > 60")
    assert page.problems() == []


def test_a_story_says_which_steps_are_lit(tmp_path: Path) -> None:
    """Without the picture the page is without its weight, too."""
    (tmp_path / "p.geojson").write_text('{"type": "Point", "coordinates": [100, 50]}')
    head = "title: Two\nlayers: {p: {source: p.geojson}}\n"
    steps = "steps:\n- {id: a, title: A, body: a, layers: [p]}\n"
    second = "- {id: b, title: B, body: b, layers: [p], relief: true}\n"
    pages = {}
    for name, text in {
        "plain": f"{head}relief: false\n{steps}",
        "lit": f"{head}{steps}",
        "one": f"{head}relief: false\n{steps}{second}",
    }.items():
        path = tmp_path / f"{name}.yaml"
        path.write_text(text, encoding="utf-8")
        built = build.assemble(path)
        pages[name] = ([s["relief"] for s in built.scene.steps], build.page(built))
    assert pages["plain"][0] == [False]
    assert pages["lit"][0] == [True]
    assert pages["one"][0] == [False, True]
    assert 'class="sg-relief"' not in pages["plain"][1]
    assert 'class="sg-relief"' in pages["one"][1]
    assert len(pages["lit"][1]) - len(pages["plain"][1]) < 400_000
