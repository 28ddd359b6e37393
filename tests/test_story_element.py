"""The story as an element of somebody else's Folium map, in a notebook, and without JavaScript."""

import re
from html import escape
from pathlib import Path
from typing import Any

import folium
import pytest

from browser_chromium import Chromium
from browsers import Page
from story import build
from story.build import Built
from story.leaflet import Story, StoryFigure
from story.leaflet_files import RenderError
from story.seal import seal
from test_story_page import STATE, check_labels, opened, rest, until


def own_map(built: Built, **options: Any) -> StoryFigure:
    """A map of one's own with an overlay and a control, and the story on it."""
    parts = build.parts(built)
    world = folium.Map(location=[50, 100], zoom_start=3, tiles=None, **options)
    figure = StoryFigure(parts)
    figure.add_child(world)
    folium.CircleMarker([50.27, 127.52], radius=9, color="red").add_to(world)
    folium.LayerControl().add_to(world)
    Story(parts).add_to(world)
    return figure


@pytest.mark.parametrize("crs", ["StoryLAEA", "EPSG3857"])
def test_a_story_works_on_a_map_of_one_s_own(
    page: Page, shipped: Built, tmp_path: Path, crs: str
) -> None:
    target = tmp_path / "own.html"
    target.write_text(own_map(shipped, crs=crs).render(), encoding="utf-8")
    opened(page, target)
    page.evaluate("window.storyglobe.stories[0].go(11)")
    state = rest(page)
    assert state["step"] == shipped.scene.steps[10]["id"]
    check_labels(state)
    where = {place["id"]: (place["x"], place["y"]) for place in state["named"]}
    # Folium's own overlay lies where the story draws the same town
    x, y = page.evaluate(
        "(() => { const box = document.querySelector('path.leaflet-interactive')"
        ".getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )
    assert abs(x - where["b01"][0]) < 6
    assert abs(y - where["b01"][1]) < 6
    assert page.problems() == []
    assert page.requests() == []


def test_a_story_works_in_the_frame_of_a_notebook(
    page: Page, shipped: Built, tmp_path: Path
) -> None:
    target = tmp_path / "notebook.html"
    frame = escape(own_map(shipped).render(), quote=True)
    template = (Path(__file__).parent / "cases" / "notebook.html").read_text(encoding="utf-8")
    target.write_text(template.replace("@@FRAME@@", frame), encoding="utf-8")
    page.goto(target.as_uri())
    inside = "document.querySelector('iframe').contentWindow"
    until(page, f"{inside}.storyglobe?.stories?.length")
    page.evaluate(f"{inside}.storyglobe.stories[0].go(3)")
    until(page, f"!{inside}.{STATE.removeprefix('window.')}.flying")
    assert page.evaluate(f"{inside}.{STATE.removeprefix('window.')}.section") == 3
    assert page.problems() == []


@pytest.fixture(scope="module")
def small() -> Built:
    """The story that `storyglobe new` begins with: three steps, one layer."""
    return build.assemble(Path(build.__file__).with_name("starter"))


def test_two_stories_stand_on_one_page(page: Page, small: Built, tmp_path: Path) -> None:
    parts = build.parts(small)
    figure = StoryFigure(parts)
    for _ in range(2):
        world = folium.Map(location=[50, 100], zoom_start=3, tiles=None, crs="StoryLAEA")
        figure.add_child(world)
        Story(parts).add_to(world)
    target = tmp_path / "two.html"
    target.write_text(seal(figure.render()), encoding="utf-8")
    page.goto(target.as_uri())
    until(page, "window.storyglobe?.stories?.length === 2")
    assert page.evaluate("window.storyglobe.stories.flatMap(({broken}) => broken)") == []
    ids = page.evaluate("window.storyglobe.stories.map(({map}) => map.getContainer().id)")
    assert ids == page.evaluate("[...document.querySelectorAll('.folium-map')].map(({id}) => id)")
    for story in ("window.storyglobe.stories[0]", "window.storyglobe.stories[1]"):
        page.evaluate(f"{story}.go(2)")
        until(page, f"{story}.state().step === 'baikal' && !{story}.state().flying")
    # a button is one story's, and the keys are that story's which was touched or focused last
    theme = page.evaluate("document.documentElement.dataset.theme")
    page.evaluate("document.querySelector('.sg-theme').click()")
    assert page.evaluate("document.documentElement.dataset.theme") != theme
    modes = "window.storyglobe.stories.map((story) => story.state().mode.presenting)"
    for number, only in enumerate(([True, False], [False, True])):
        page.evaluate(f"document.querySelectorAll('.sg-present')[{number}].focus()")
        page.key("p")
        until(page, f"{modes}.includes(true)")
        assert page.evaluate(modes) == only
        page.key("Escape")
        until(page, f"!{modes}.includes(true)")
    assert [text for text in page.problems() if "MouseEvent.moz" not in text] == []
    assert page.requests() == []


READY = """<script>
addEventListener("storyglobe-ready", () => parent.postMessage("ready", "*"));
</script>"""


def test_pages_stand_in_frames_under_their_policy(page: Page, small: Built, tmp_path: Path) -> None:
    bare = re.sub(
        r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?', "", build.page(small), count=1
    )
    inside = escape(seal(bare.replace("<head>", f"<head>\n{READY}", 1)), quote=True)
    # two in a notebook's output, and one that may not even know its own address
    frames = [
        f'<iframe title="a story" {kind} width="700" height="400" srcdoc="{inside}"></iframe>'
        for kind in ("", "", 'sandbox="allow-scripts"')
    ]
    host = tmp_path / "frames.html"
    count = "<script>window.ready = 0; addEventListener('message', () => { window.ready += 1; });"
    host.write_text(
        f"<!DOCTYPE html><title>frames</title>{count}</script>{''.join(frames)}", encoding="utf-8"
    )
    page.goto(host.as_uri())
    until(page, "window.ready === 3")
    assert page.problems() == []
    assert page.requests() == []


def test_a_frame_that_was_hidden_shows_its_map_once_it_is_seen(
    page: Page, small: Built, tmp_path: Path
) -> None:
    inside = escape(build.page(small), quote=True)
    frame = '<iframe title="a story" hidden width="700" height="400" srcdoc="{}"></iframe>'
    host = tmp_path / "hidden.html"
    host.write_text(f"<!DOCTYPE html><title>tabs</title>{frame.format(inside)}", encoding="utf-8")
    page.goto(host.as_uri())
    until(page, "document.querySelector('iframe').contentWindow.storyglobe?.stories?.length")
    page.evaluate("document.querySelector('iframe').hidden = false")
    state = "document.querySelector('iframe').contentWindow.storyglobe.stories[0].state()"
    until(page, f"{state}.labels.length && !{state}.flying && !{state}.placing")
    seen = page.evaluate(state)
    assert seen["camera"]["zoom"] == pytest.approx(seen["target"]["zoom"])
    assert page.problems() == []
    assert page.requests() == []


def test_a_story_needs_a_map(shipped: Built) -> None:
    figure = StoryFigure(build.parts(shipped))
    figure.add_child(Story(build.parts(shipped)))
    with pytest.raises(RenderError, match="belongs on a folium"):
        figure.render()


def test_without_javascript_the_page_is_an_article(
    chromium: Chromium, story_page: Path, shipped: Built
) -> None:
    with chromium.open(java_script_enabled=False) as page:
        page.goto(story_page.as_uri())
        text = page.raw.inner_text("main")
        for step in shipped.story.config.steps:
            assert step.title[""] in text
            body = " ".join(step.body[""].replace("**", "").replace("*", "").split())
            assert body[:60] in " ".join(text.split())
        assert page.raw.locator(".sg-step h2").first.is_visible()
        assert page.requests() == []
