"""Editions: what a student may not see is not in the file, however it is looked for."""

import base64
import gzip
import json
import re
from pathlib import Path
from typing import Annotated, Any

import pytest
from pydantic import Field

from story import build
from story.cli import main
from story.model import StoryConfig, for_students
from story.model.fields import FOR_TEACHERS, Model

GZIP = b"\x1f\x8b"
SECRETS = {"notes": "kept-from-students-1", "answer": "kept-from-students-2"}
STORY = f"""\
title: A river
layers:
  places: {{source: places.geojson, label: name}}
charts:
  towns:
    title: Towns
    kind: bars
    rows: [{{label: Heihe, value: 2}}]
steps:
  - id: one
    title: One
    body: Two towns.
    layers: [places]
    charts: [towns]
    question: Why two?
    answer: {SECRETS["answer"]}
    notes: {SECRETS["notes"]}
"""
FEATURE = {
    "type": "Feature",
    "properties": {"id": "a", "name": "Heihe"},
    "geometry": {"type": "Point", "coordinates": [127.49, 50.24]},
}


def unpacked(page: Path) -> str:
    """All that a page holds: its text, its JSON as text, its packed layers."""
    text = page.read_text(encoding="utf-8")
    parts = [text]
    for kind, body in re.findall(r'<script type="([^"]+)"[^>]*>(.*?)</script>', text, re.DOTALL):
        if kind == "application/json":
            parts.append(json.dumps(json.loads(body), ensure_ascii=False))
        elif "base64" in kind:
            held = base64.b64decode(body)  # a picture, or a layer that is packed
            parts.append((gzip.decompress(held) if held[:2] == GZIP else held).decode("latin-1"))
    return "\n".join(parts)


def folder_of(tmp_path: Path) -> Path:
    (tmp_path / "story.yaml").write_text(STORY, encoding="utf-8")
    collection = {"type": "FeatureCollection", "features": [FEATURE]}
    (tmp_path / "places.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("edition", "there"), [("student", False), ("teacher", True)])
def test_a_student_s_page_holds_no_notes_and_no_answers(
    tmp_path: Path, edition: str, *, there: bool
) -> None:
    folder, page = folder_of(tmp_path), tmp_path / "page.html"
    assert main(["build", str(folder), "-o", str(page), "--edition", edition]) == 0
    inside = unpacked(page)
    assert "Why two?" in inside
    assert {secret in inside for secret in SECRETS.values()} == {there}


def test_the_story_that_ships_keeps_its_answers_from_students(tmp_path: Path) -> None:
    built = build.assemble(None)
    target = tmp_path / "student.html"
    assert main(["build", "-o", str(target), "--edition", "student"]) == 0
    inside = " ".join(unpacked(target).split())
    steps = built.story.config.steps
    kept = [text for step in steps for text in (step.notes, step.answer) if text]
    assert len(kept) == 2 * len(steps)
    for text in kept:
        # Markdown's own marks would hide a sentence that is there
        sentences = re.split(r"[*_“”’\n]", next(iter(text.values())))
        longest = max(sentences, key=len).strip()
        assert len(longest) > 15
        assert longest not in inside


def test_what_nobody_names_is_for_everybody(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    assert build.page(build.assemble(folder)) == build.page(
        build.assemble(folder, edition="teacher")
    )


class _Inner(Model):
    shown: str = "shown"
    hidden: Annotated[str, Field(json_schema_extra=FOR_TEACHERS)] = ""


class _Outer(Model):
    one: _Inner
    several: list[_Inner]
    named: dict[str, _Inner]
    both: tuple[_Inner, ...]
    answers: Annotated[tuple[str, ...], Field(json_schema_extra=FOR_TEACHERS)] = ()


def test_every_field_that_is_marked_goes_wherever_it_is() -> None:
    inner = {"shown": "yes", "hidden": "secret"}
    outer = _Outer.model_validate(
        {"one": inner, "several": [inner, inner], "named": {"a": inner}, "both": (inner,)}
        | {"answers": ["secret"]}
    )
    found = for_students(outer)
    assert "secret" not in found.model_dump_json()
    assert found.model_dump_json().count("yes") == 5
    assert outer.model_dump_json().count("secret") == 6


def test_notes_and_answers_are_marked_in_the_schema() -> None:

    def marked(schema: Any, path: str) -> list[str]:
        found = []
        for name, field in schema.get("properties", {}).items():
            if field.get("edition") == "teacher":
                found.append(f"{path}.{name}")
        return found

    schema = StoryConfig.model_json_schema()
    parts = {"StoryConfig": schema} | schema["$defs"]
    found = [name for part, inner in parts.items() for name in marked(inner, part)]
    assert {"Step.notes", "Step.answer"} <= set(found)
