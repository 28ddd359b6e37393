"""The story as slides: a map, a title and a few words each, the rest in the notes.

The one home of python-pptx. Lengths are English Metric Units, as in the file itself.
"""

import io
import textwrap
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from story.values.plain import without_controls

_WIDE: Final = Inches(40 / 3)
_HIGH: Final = Inches(7.5)
_PANEL: Final = Inches(4.6)
_EDGE: Final = Inches(0.35)
_INK: Final = RGBColor(0x1D, 0x24, 0x29)
_SOFT: Final = RGBColor(0x4C, 0x57, 0x5F)
_ACCENT: Final = RGBColor(0x9B, 0x23, 0x35)
_PAPER: Final = RGBColor(0xFC, 0xFA, 0xF5)
_TITLE_ONLY: Final = 5
"""the layout of python-pptx's own template that has a title and nothing else"""
# a file says when it was made; ours is the same for the same story
_MADE: Final = datetime(2000, 1, 1, tzinfo=UTC)
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_LONGEST: Final = 255
"""letters of the title among a file's properties"""


@dataclass(frozen=True)
class Picture:
    """A PNG with what it shows in words, and its size in pixels."""

    png: bytes
    alt: str
    width: int
    height: int


@dataclass(frozen=True)
class Slide:
    """What one slide says: on it, and in its notes."""

    title: str
    label: str
    text: str
    question: str
    notes: str
    map: Picture
    charts: tuple[Picture, ...] = ()


def presentation(slides: Sequence[Slide], *, title: str, author: str, language: str) -> bytes:
    """A PowerPoint file of 16:9 slides, one for each of `slides`; the first is the title's.

    Letters that XML cannot hold are left out.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDE, _HIGH
    for number, slide in enumerate(map(_writable, slides)):
        _add(deck, slide, is_opening=number == 0, language=language)
    about = deck.core_properties
    about.title = without_controls(title)[:_LONGEST]
    about.author = about.last_modified_by = author
    about.created = about.modified = _MADE
    about.revision, about.language = 1, language
    buffer = io.BytesIO()
    deck.save(buffer)
    return _undated(buffer.getvalue())


def _writable(slide: Slide) -> Slide:
    words = {name: value for name, value in vars(slide).items() if isinstance(value, str)}
    return replace(
        slide,
        **{name: without_controls(value) for name, value in words.items()},
        map=replace(slide.map, alt=without_controls(slide.map.alt)),
        charts=tuple(replace(one, alt=without_controls(one.alt)) for one in slide.charts),
    )


def _add(deck: Any, slide: Slide, *, is_opening: bool, language: str) -> None:
    page = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = page.shapes.title
    picture = _picture(page, slide.map, left=0, top=0, width=_WIDE)
    panel = page.shapes.add_shape(MSO_SHAPE.RECTANGLE, 0, 0, _PANEL, _HIGH)
    panel.fill.solid()
    panel.fill.fore_color.rgb = _PAPER
    panel.line.fill.background()
    panel.shadow.inherit = False
    panel.name = "Panel"
    # what a screen reader meets first comes first in the tree: the title, then the map
    tree = page.shapes._spTree  # noqa: SLF001  # python-pptx has no public way to order shapes
    for shape in (panel, picture):
        tree.remove(shape._element)  # noqa: SLF001  # as above
        tree.insert(2, shape._element)  # noqa: SLF001  # as above
    _set_title(title, slide, is_opening=is_opening)
    top = title.top + title.height
    if slide.label:
        _words(page, slide.label, top=Inches(0.28), height=Inches(0.3), size=12, colour=_ACCENT)
    if slide.text:
        size = 14 if slide.charts else 16
        height = Pt(size * 1.22) * _lines(slide.text, 490 // size) + Inches(0.05)
        _words(page, slide.text, top=top, height=height, size=size)
        top += height
    bottom = _HIGH - _EDGE
    if slide.question:
        tall = Pt(14 * 1.22) * _lines(slide.question, 35) + Inches(0.05)
        bottom -= tall
        _words(page, slide.question, top=bottom, height=tall, size=14, colour=_ACCENT, italic=True)
    _charts(page, slide.charts, top=top + Inches(0.1), bottom=bottom - Inches(0.1))
    if slide.notes:
        page.notes_slide.notes_text_frame.text = slide.notes
    for run in page.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"):
        run.set("lang", language)


def _lines(text: str, letters: int) -> int:
    """How many lines a text takes where so many letters fit one."""
    return len(textwrap.wrap(text, letters)) or 1


def _set_title(title: Any, slide: Slide, *, is_opening: bool) -> None:
    size = 36 if is_opening else 24 if len(slide.title) < 50 else 20
    # of a wide type: what stands below must not be run into
    lines = len(textwrap.wrap(slide.title, {36: 13, 24: 19, 20: 23}[size])) or 1
    title.left, title.width = _EDGE, _PANEL - 2 * _EDGE
    title.top = Inches(1.4) if is_opening else Inches(0.6)
    title.height = Pt(size * 1.22) * lines + Inches(0.12)
    frame = title.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = slide.title
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        for run in paragraph.runs:  # an empty title has none
            font = run.font
            font.size, font.bold, font.name, font.color.rgb = Pt(size), True, "Georgia", _INK


def _words(
    page: Any,
    text: str,
    *,
    top: int,
    height: int,
    size: int,
    colour: RGBColor = _INK,
    italic: bool = False,
) -> None:
    box = page.shapes.add_textbox(_EDGE, top, _PANEL - 2 * _EDGE, height)
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.text = text
    for paragraph in frame.paragraphs:
        for run in paragraph.runs:
            font = run.font
            font.size, font.italic, font.name, font.color.rgb = Pt(size), italic, "Georgia", colour


def _charts(page: Any, charts: Sequence[Picture], *, top: int, bottom: int) -> None:
    """The charts below each other, as large as the room at the panel's foot allows."""
    if not charts:
        return
    gap = Inches(0.12)
    wide = _PANEL - 2 * _EDGE
    tall = sum(wide * chart.height // chart.width for chart in charts)
    room = max(Inches(1), bottom - top - gap * (len(charts) - 1))
    share = min(1.0, room / tall)
    for chart in charts:
        width = int(wide * share)
        picture = _picture(page, chart, left=_EDGE, top=top, width=width)
        top += picture.height + gap


def _picture(page: Any, picture: Picture, *, left: int, top: int, width: int) -> Any:
    shape = page.shapes.add_picture(io.BytesIO(_smaller(picture.png)), left, top, width=width)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)  # noqa: SLF001  # the only way in
    return shape


def _smaller(png: bytes) -> bytes:
    """The picture in 256 colours of its own: a map has few, and a file is sent about."""
    with Image.open(io.BytesIO(png)) as image:
        few = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    buffer = io.BytesIO()
    few.save(buffer, "PNG", optimize=True)
    return min(buffer.getvalue(), png, key=len)


def _undated(data: bytes) -> bytes:
    """The same archive without the hour of its making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            entry = zipfile.ZipInfo(info.filename, _ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(info))
    return buffer.getvalue()
