"""The Folium side of the page: a map, a story on it, and every asset inlined.

The one home of folium and branca. Folium compiles what it rendered a second time as a template, so
nothing but constants passes through it: words and data are `Verbatim`, which no template reads.
"""

import copy
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink, MacroElement
from folium.map import Layer
from folium.template import Template

from story.leaflet_files import RenderError, data_uri, leaflet_file

_UNUSED: Final = {
    "bootstrap",
    "awesome_markers",
    "bootstrap_css",
    "glyphicons_css",
    "awesome_markers_font_css",
    "awesome_markers_css",
    "awesome_rotate_css",
}
LEAFLET_LICENCE: Final = ("Leaflet 1.9.3", "BSD-2-Clause", "© Volodymyr Agafonkin, CloudMade")


@dataclass(frozen=True)
class Parts:
    """What a story adds to a map: finished HTML, which passes through no further template."""

    head: str
    """title and description of the document"""
    style: str
    """a style element"""
    body: str
    """the prose, the controls and the data islands"""
    engine: str
    """the script that defines the projection and `storyglobe.start`"""
    language: str


def template_text(name: str) -> str:
    """The text of a file in `story/templates`."""
    return resources.files("story").joinpath("templates", name).read_text("utf-8")


class Verbatim(Element):
    """Text that reaches the page as it is: its braces mean nothing to any template."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:
        """The text."""
        return self.text


class Story(MacroElement):
    """A story on an ordinary `folium.Map`, in Folium's own projections or in `StoryLAEA`."""

    _template = Template(template_text("element.jinja"))

    def __init__(self, parts: Parts) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's own
        self._name = "Story"
        self.parts = parts

    def render(self, **kwargs: Any) -> str:
        """Add the story to the figure of its map. Raises `RenderError` without one."""
        figure = self.get_root()
        if not isinstance(figure, Figure) or not isinstance(self._parent, folium.Map):
            raise RenderError("a Story belongs on a folium.Map: story.add_to(map)")
        figure.header.add_child(Verbatim(self.parts.style), name="storyglobe_style")
        figure.header.add_child(Verbatim(self.parts.engine), name="storyglobe_engine")
        opening = template_text("open.html").replace("@@ID@@", self.get_name())
        figure.html.add_child(Verbatim(opening), name=f"{self.get_name()}_open")
        figure.html.add_child(Verbatim(self.parts.body), name=f"{self.get_name()}_body")
        figure.html.add_child(
            Verbatim(template_text("close.html")), name=f"{self.get_name()}_close"
        )
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # branca's own
        return ""


class PackedElement(Layer):
    """A packed layer of any Folium map: islands of data, and the engine that draws them, once.

    The name is shown as it is given, in a LayerControl too, which reads names as HTML and as a
    template.
    """

    _template = Template(template_text("layer.jinja"))

    def __init__(  # what a layer of Folium's takes, and what ours carries
        self, *, engine: str, scene: str, packed: str, name: str, show: bool, control: bool
    ) -> None:
        super().__init__(name=_harmless(name), overlay=True, control=control, show=show)
        self._name = "PackedLayer"
        self.engine, self.scene, self.packed = engine, scene, packed

    def render(self, **kwargs: Any) -> str:
        """Add the data and the engine to the figure. Raises `RenderError` without a map."""
        figure = self.get_root()
        if not isinstance(figure, Figure):
            raise RenderError("a PackedLayer belongs on a folium.Map: layer.add_to(map)")
        figure.header.add_child(Verbatim(self.engine), name="storyglobe_engine")
        island = template_text("layer.html").replace("@@ID@@", self.get_name())
        island = island.replace("@@SCENE@@", self.scene).replace("@@PACKED@@", self.packed)
        figure.html.add_child(Verbatim(island), name=f"{self.get_name()}_data")
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # folium's own
        return ""


def _harmless(name: str) -> str:
    """Text that HTML shows as it is, and in which no template finds anything to do."""
    return re.sub(r"[^\w \-.,;:()]", lambda match: f"&#{ord(match[0])};", name)


class StoryFigure(Figure):
    """A figure whose page needs no second file: links become their inlined assets."""

    _template = Template(template_text("figure.jinja"))

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.language = parts.language
        self.head = Verbatim(parts.head)

    def render(self, **kwargs: Any) -> str:
        """The page. Raises `RenderError` for a link that has no offline copy."""
        for element in _walk(self):
            if isinstance(element, folium.Icon):
                raise RenderError(
                    "folium.Icon draws its symbols from the network; "
                    "use folium.DivIcon or a layer with a marker"
                )
        for child in self._children.values():
            child.render(**kwargs)
        children = self.header._children
        for element in self._children.values():
            # Folium's own block forbids zooming on phones and gives the page a fixed height
            children.pop(element.get_name(), None)
        for name, element in list(children.items()):
            if name == "meta_http" or name in _UNUSED:
                del children[name]
            elif isinstance(element, JavascriptLink | CssLink):
                children[name] = Verbatim(_asset(name, element))
        return str(self._template.render(this=self, kwargs=kwargs))

    def parted(self, html: str) -> tuple[str, str]:
        """What stands above Folium's script, and below it: the first map need not wait for all."""
        above, mark, below = html.rpartition(template_text("begin.html").strip())
        # scripts of what was added after the last story need what that added
        is_last = mark and next(reversed(self.html._children)).endswith("_close")
        return (above, below) if is_last else (html, "")


def story_map(parts: Parts) -> folium.Map:
    """A Folium map in the story's own projection that carries the story, in its own figure."""
    world = folium.Map(
        location=[50, 90],
        zoom_start=3,
        tiles=None,
        crs="StoryLAEA",
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0,
        zoom_animation=False,
        fade_animation=False,
        keyboard=False,
        scroll_wheel_zoom=False,
        dragging=False,
        double_click_zoom=False,
        box_zoom=False,
        touch_zoom=False,
    )
    figure = StoryFigure(parts)
    figure.add_child(world)
    Story(parts).add_to(world)
    return world


def render_page(parts: Parts) -> str:
    """The whole page: the same text for the same parts, in any process."""
    # Folium's rendering changes what it renders, so a copy is rendered
    figure = copy.deepcopy(story_map(parts).get_root())
    if not isinstance(figure, StoryFigure):
        raise TypeError(figure)
    return _stable_ids(figure.render(), figure)


def _asset(name: str, link: JavascriptLink | CssLink) -> str:
    if name == "leaflet":
        script = re.sub(r"\n?//# sourceMappingURL=\S*\s*$", "", leaflet_file("leaflet.js").decode())
        return inline("script", script)
    if name == "leaflet_css":
        css = re.sub(r"url\(images/([\w-]+\.png)\)", data_uri, leaflet_file("leaflet.css").decode())
        return inline("style", css)
    if name == "jquery":
        shim = resources.files("story").joinpath("browser", "jquery-shim.js")
        return inline("script", shim.read_text("utf-8"))
    raise RenderError(
        f"{name}: this Folium plugin loads {link.url} from the network; leave it out of the page"
    )


def inline(tag: str, text: str) -> str:
    """A script or style element round `text`, which cannot end it early."""
    text = re.sub(rf"</({tag})", r"<\\/\1", text, flags=re.IGNORECASE).replace("<!--", "<\\!--")
    return template_text(f"{tag}.html").replace("@@TEXT@@", text.strip())


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)
    if isinstance(element, Figure):
        for part in (element.header, element.html, element.script):
            yield from _walk(part)


def _stable_ids(page: str, figure: Figure) -> str:
    """Folium's ids are random; each becomes the number of its first appearance."""
    known = {element._id for element in _walk(figure)}
    numbers: dict[str, str] = {}
    count = itertools.count(1)

    def number(match: re.Match[str]) -> str:
        if match[0] not in known:
            return match[0]
        return numbers.setdefault(match[0], f"{next(count):04x}")

    return re.sub(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])", number, page)
