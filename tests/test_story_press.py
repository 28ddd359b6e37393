"""Handouts and slides through a browser: what is written, and what happens when that fails."""

import io
import json
import re
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches

from browsers import CHROMIUM, find_or_fetch
from story import build
from story.charts.poster import posters
from story.cli import main
from story.press import browser as press
from story.press.deck import deck
from story.press.slides import Picture, Slide, presentation

NOTES, ANSWER = "Only for whoever teaches.", "Only after some thought."
STORY = f"""\
title: "Two towns & a river"
subtitle: A short one
intro: First of all.
outro: In the end.
layers:
  places: {{source: places.geojson, label: name}}
charts:
  towns:
    title: Towns
    kind: bars
    unit: people
    rows: [{{label: Heihe, value: 2, feature: places/a}}, {{label: <b>, value: 3, later: true}}]
steps:
  - id: one
    title: One & <i>only</i>
    body: Two towns. **Bold** words.
    layers: [places]
    charts: [towns]
    question: Why two?
    answer: {ANSWER}
    notes: {NOTES}
    since_then: Something in 2024.
  - id: two
    title: Two
    body: Nothing more.
    layers: [places]
"""
FEATURES = [
    {
        "type": "Feature",
        "properties": {"id": id_, "name": name},
        "geometry": {"type": "Point", "coordinates": [lon, 50.24]},
    }
    for id_, name, lon in (("a", "Heihe", 127.49), ("b", "Elsewhere", 129.0))
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": FEATURES}
    (tmp_path / "places.geojson").write_text(json.dumps(collection), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def program() -> str:
    """The Chromium of the other tests, as a program."""
    return str(find_or_fetch(CHROMIUM))


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("letter", (612, 792))])
def test_a_handout_has_a_page_for_each_step(
    folder: Path, program: str, paper: str, size: tuple[int, int]
) -> None:
    command = ["handout", "story.yaml", "-o", "h.pdf", "--paper", paper, "--browser", program]
    before = set(folder.iterdir())
    assert main(command) == 0
    assert set(folder.iterdir()) - before == {folder / "h.pdf"}
    pdf = (folder / "h.pdf").read_bytes()
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == size
    # cover, contents, two steps, since then, answers and notes, closing
    assert pages_of(pdf) == 7
    # 180 millimetres in 1,440 pixels: 203 to the inch
    assert pdf.count(b"/Width 1440") >= 3


def test_slides_hold_the_map_the_words_and_the_notes(folder: Path, program: str) -> None:
    assert main(["slides", "story.yaml", "-o", "s.pptx", "--browser", program]) == 0
    show = Presentation(str(folder / "s.pptx"))
    assert (show.slide_width, show.slide_height) == (Inches(40 / 3), Inches(7.5))
    slides = list(show.slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert titles == ["Two towns & a river", "One & <i>only</i>", "Two", "In closing"]
    one = slides[1]
    pictures = [shape for shape in one.shapes if shape.shape_type == 13]
    assert pictures[0].image.size == (1920, 1080)
    alts = [picture._element.nvPicPr.cNvPr.get("descr") for picture in pictures]
    assert alts[0].startswith("Map: One & <i>only</i>")
    assert alts[1] == "Towns, people. Heihe: 2; <b>: 3 (since then)."
    notes = one.notes_slide.notes_text_frame.text
    assert "Two towns. Bold words." in notes
    assert NOTES in notes
    assert ANSWER in notes
    wide, high = show.slide_width or 0, show.slide_height or 0
    for slide in slides:
        for shape in slide.shapes:
            assert 0 <= shape.left <= shape.left + shape.width <= wide + 1, shape.name
            assert 0 <= shape.top <= shape.top + shape.height <= high + 1, shape.name


def test_a_chart_on_a_slide_has_the_colours_of_the_light_page(shipped: build.Built) -> None:
    (png,) = posters([shipped.charts["arms_share"]])
    with Image.open(io.BytesIO(png)) as image:
        counted = image.convert("RGB").getcolors(1 << 24) or []
    common = {colour for _, colour in sorted(counted, reverse=True)[:6]}
    assert {(0xFC, 0xFA, 0xF5), (0x2F, 0x5D, 0x7C)} <= common  # its paper, its first colour


def inside(file: Path) -> str:
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("latin-1") for name in archive.namelist())


@pytest.mark.parametrize(("edition", "there"), [("student", False), ("teacher", True)])
def test_a_student_s_slides_hold_no_notes_and_no_answers(
    folder: Path, edition: str, *, there: bool
) -> None:
    built = build.assemble(Path("story.yaml"), edition="student" if not there else "teacher")
    (folder / f"{edition}.pptx").write_bytes(deck(built.story, built.charts, blank(built)))
    held = inside(folder / f"{edition}.pptx")
    assert "Why two?" in held
    assert {NOTES in held, ANSWER in held} == {there}


def blank(built: build.Built) -> dict[str, bytes]:
    """A map of one colour for each step, where the real ones do not matter."""
    return {step.id: blank_map() for step in built.story.config.steps}


def blank_map() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (16, 9), "#dbe6ec").save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.usefixtures("folder")
def test_the_same_story_gives_the_same_slides() -> None:
    built = build.assemble(Path("story.yaml"))
    assert deck(built.story, built.charts, blank(built)) == deck(
        built.story, built.charts, blank(built)
    )


@pytest.mark.parametrize("title", ["", "\n", "\x01", "One\nTwo"])
def test_any_title_stands_on_a_slide(title: str) -> None:
    picture = Picture(blank_map(), "A map", 16, 9)
    slide = Slide(title, label="", text="", question="", notes="", map=picture)
    show = Presentation(io.BytesIO(presentation([slide], title=title, author="a", language="en")))
    (shown,) = show.slides
    assert shown.shapes.title.text == title.replace("\x01", "")


def test_the_words_of_a_slide_find_room() -> None:
    """Of the story that ships: no words below the foot of a slide, no picture without size."""
    built = build.assemble(None)
    show = Presentation(io.BytesIO(deck(built.story, built.charts, blank(built))))
    assert len(show.slides) == 22
    for slide in show.slides:
        panel = [s for s in slide.shapes if s.left < Inches(4) and s.name != "Panel"][:-1]
        for shape in panel:
            assert shape.top + shape.height <= Inches(7.5), shape.name
            assert shape.height > Inches(0.1), shape.name


# --- What can go wrong ------------------------------------------------------------------------


def fake(folder: Path, script: str) -> str:
    """A program that takes the place of a browser."""
    path = folder / "browser"
    path.write_text(f"#!{sys.executable}\nimport sys, time\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("", "printed nothing"),
        ("print('out of luck', file=sys.stderr); sys.exit(3)", "failed: out of luck"),
        ("time.sleep(60)", "took longer than 1 seconds"),
        (
            "target = [a for a in sys.argv if 'to-pdf' in a][0].split('=')[1]\n"  # noqa: ISC004
            "open(target, 'wb').write(b'%PDF-1.4 an article')",
            "did not finish the handout",
        ),
    ],
)
def test_a_browser_that_fails_is_one_sentence_and_leaves_the_old_file(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    said: str,
) -> None:
    monkeypatch.setattr(press, "TIME_LIMIT_S", 1 if "sleep" in script else 60)
    (folder / "h.pdf").write_bytes(b"old")
    command = ["handout", "story.yaml", "-o", "h.pdf", "--browser", fake(folder, script)]
    before = set(folder.iterdir())
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert said in line
    assert line.startswith("error: ")
    assert (folder / "h.pdf").read_bytes() == b"old"
    assert set(folder.iterdir()) == before


def test_a_browser_that_draws_no_maps_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program = fake(folder, "print('<html><body></body></html>')")
    assert main(["slides", "story.yaml", "-o", "s.pptx", "--browser", program]) == 1
    assert "did not draw the maps" in capsys.readouterr().err
    assert not (folder / "s.pptx").exists()


@pytest.mark.parametrize("command", ["handout", "slides"])
def test_without_a_browser_the_way_out_is_told(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(press, "_PLACES", ())
    assert main([command, "story.yaml"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "no Chromium, Chrome or Edge was found" in line
    assert "--browser PATH" in line
    assert "Ctrl+P" in line
    assert main([command, "story.yaml", "--browser", "nowhere/chromium"]) == 1
    assert "nowhere/chromium: is no program" in capsys.readouterr().err


def test_a_story_with_faults_needs_no_browser(
    folder: Path, capsys: pytest.CaptureFixture[str], program: str
) -> None:
    (folder / "story.yaml").write_text(STORY.replace("title: Two\n", "titel: Two\n"), "utf-8")
    assert main(["handout", "story.yaml", "--browser", program]) == 1
    assert "titel: unknown key" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_place_where_nothing_can_be_written_is_one_sentence(
    capsys: pytest.CaptureFixture[str], program: str
) -> None:
    target = "places.geojson/h.pdf"
    assert main(["handout", "story.yaml", "-o", target, "--browser", program]) == 1
    assert "cannot be written" in capsys.readouterr().err
