"""The map in words: composed from the layers, said once, and listed for the keyboard."""

import json
from pathlib import Path

import pytest

from browsers import Page
from story import build
from story.build import Built
from story.telling import Told, tell
from story.telling.extent import listed, number, wind
from test_story_page import STATE, opened, rest, until

HEARD = """(() => {
  window.heard = [];
  const box = document.querySelector('.sg-announce');
  new MutationObserver(() => { if (box.textContent) window.heard.push(box.textContent); })
    .observe(box, {childList: true, characterData: true, subtree: true});
})()"""


@pytest.fixture(scope="module")
def told(shipped: Built) -> list[Told]:
    return tell(shipped.story, shipped.scene)


def of(told: list[Told], shipped: Built, step: str) -> Told:
    return told[[config.id for config in shipped.story.config.steps].index(step)]


def test_each_map_has_words_and_rows(told: list[Told], shipped: Built) -> None:
    for words, step in zip(told, shipped.scene.steps, strict=True):
        assert words.text.startswith("Map: "), step["id"]
        assert " km across" in words.text
        assert words.rows, step["id"]
        names = {
            layer["name"]: {str(f[0]) for f in layer["features"]} for layer in shipped.scene.layers
        }
        for row in words.rows:
            assert row.key in names[row.layer]
            assert row.name
            assert row.detail


def test_lengths_neighbours_and_waters_come_from_the_data(told: list[Told], shipped: Built) -> None:
    border = of(told, shipped, "long-border").text
    assert "Russia" in border
    assert "4,200 km" in border
    river = of(told, shipped, "blagoveshchensk-heihe").text
    assert "south-eastern Russia and north-eastern China" in river
    assert "Blagoveshchensk lies" in river
    assert "of Heihe, across the Amur" in river


def test_a_name_beside_a_point_is_told_with_its_area_alone(
    told: list[Told], shipped: Built
) -> None:
    union = of(told, shipped, "three-evils")
    assert [row.what for row in union.rows if row.name == "Uzbekistan"] == [
        "Shanghai Cooperation Organisation"
    ]
    # a later member is told with its year, not for the sake of its name
    assert "Belarus" not in union.text


def test_what_the_author_writes_stands(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [100.0, 50.0]}
    feature = {"type": "Feature", "properties": {"name": "A"}, "geometry": point}
    (tmp_path / "a.geojson").write_text(json.dumps(feature), encoding="utf-8")
    step = {"title": "One", "body": "One.", "layers": ["a"]}
    story = {
        "title": "T",
        "layers": {"a": {"source": "a.geojson", "label": "name"}},
        "steps": [{"id": "one", **step}, {"id": "two", "map_text": "One dot <in> Asia.", **step}],
    }
    path = tmp_path / "story.yaml"
    path.write_text(json.dumps(story), encoding="utf-8")
    built = build.assemble(path)
    one, two = tell(built.story, built.scene)
    assert "a: A" in one.text
    assert two.text == "One dot <in> Asia."
    assert "One dot &lt;in&gt; Asia." in build.page(built)


def test_numbers_and_directions_are_said_as_people_say_them() -> None:
    assert [number(v) for v in (0.24, 2.2, 41.7, 4209, 12345)] == [
        "0.2",
        "2",
        "42",
        "4,200",
        "12,000",
    ]
    assert [wind(v) for v in (0, 44, 181, 359)] == [
        "northern",
        "north-eastern",
        "southern",
        "northern",
    ]
    assert listed(["a", "b", "c"]) == "a, b and c"


def test_a_step_is_announced_once_and_a_fast_reader_hears_the_last_only(
    page: Page, story_page: Path, told: list[Told]
) -> None:
    opened(page, story_page)
    page.evaluate(HEARD)
    for section in (3, 5, 7, 9, 11):
        page.evaluate(
            f"window.scrollTo(0, document.querySelectorAll('.sg-step')[{section}].offsetTop)"
        )
        until(page, f"{STATE}.section >= {section - 1}")
    rest(page)
    until(page, "window.heard.length > 0")
    last = page.evaluate(STATE)["section"]
    # a resize brings the map to rest again: nothing is said twice
    page.evaluate("window.dispatchEvent(new Event('resize'))")
    page.evaluate("new Promise((done) => setTimeout(done, 900))")
    heard = page.evaluate("window.heard")
    assert len(heard) == 1
    assert told[last - 1].text in heard[0]
    described = "document.querySelector('.sg-map').getAttribute('aria-describedby')"
    assert page.evaluate(f"document.getElementById({described}).textContent") == told[last - 1].text


def test_the_keyboard_finds_a_feature_on_the_map(page: Page, story_page: Path) -> None:
    opened(page, story_page)
    # a step that waits for a guess shows its map in words after that
    free = page.evaluate(
        "[...document.querySelectorAll('section.sg-step')].findIndex((section) =>"
        " !section.matches('.sg-held') && section.querySelectorAll('.sg-features tr').length > 5)"
    )
    page.evaluate(f"window.storyglobe.stories[0].go({free + 1})")
    rest(page)
    fold = f"document.querySelectorAll('section.sg-step')[{free}].querySelector('.sg-features')"
    page.evaluate(f"{fold}.querySelector('summary').focus()")
    page.key("Enter")
    until(page, f"{fold}.querySelectorAll('button').length > 4")
    page.evaluate(
        "document.querySelector('.storyglobe').addEventListener('storyglobe-highlight',"
        " (event) => { window.lit = event.detail; })"
    )
    page.key("Tab")
    page.key("Enter")
    focused = "document.activeElement.closest('tr')"
    assert page.evaluate(f"{focused}.dataset.feature") == page.evaluate(
        "window.lit.layer + '/' + window.lit.key"
    )
    assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
    page.key("Enter")
    assert page.evaluate("window.lit.key") is None
    assert page.problems() == []
