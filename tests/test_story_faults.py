"""Whatever can go wrong with a file, at any command: sentences, exit code 1, nothing written.

Faults of the system are put into the calls that open, read and write, so they come for root, too.
"""

import builtins
import errno
import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from story.cli import main
from test_story_cli import FEATURES
from test_story_sound import BUILD, GARBAGE, run

STORY = """\
title: A river
catalog: [more.yaml]
ledger: ledger.yaml
glossary: glossary.yaml
layers:
  places: {source: places.geojson, label: name, join: {source: table.csv, key: id}}
steps:
  - id: one
    title: One
    body: Two towns.
    layers: [places, others]
    media: [{file: picture.png, alt: A picture, licence: CC0-1.0}]
"""
FILES = {
    "story.yaml": STORY,
    "more.yaml": "layers:\n  others: {source: others.csv, label: name}\n",
    "ledger.yaml": "sources: {}\n",
    "glossary.yaml": "terms:\n  oblast: {definition: A region.}\n",
    "places.geojson": json.dumps({"type": "FeatureCollection", "features": FEATURES}),
    "others.csv": "name,lon,lat\nHarbin,126.6,45.8\n",
    "table.csv": "id,people\na,200000\n",
}
READ = [*FILES, "picture.png"]
COMMANDS = {
    "build": ["build", ".", "-o", "out/p.html", "--report", "out/r.json", "--sbom", "out/s.json"],
    "check": ["check", "."],
    "handout": ["handout", ".", "-o", "out/h.pdf"],
    "slides": ["slides", ".", "-o", "out/s.pptx"],
    "inspect": ["inspect"],
    "add": ["add", "new.csv"],
    "new": ["new", "fresh"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A story that names a file of every kind; it is the current folder."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "new.csv").write_text("name,lon,lat\nHeihe,127.5,50.2\n", encoding="utf-8")
    Image.new("RGB", (8, 8)).save(tmp_path / "picture.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], command: list[str], *about: str) -> None:
    """The command ends with exit code 1 and sentences that name what they are about."""
    capsys.readouterr()
    assert main(command) == 1, command
    said = capsys.readouterr().err
    lines = said.splitlines()
    assert lines, command
    assert any(line.startswith("error: ") for line in lines), said
    assert "Traceback" not in said
    for word in about:
        assert word in said, (command, said)


def snapshot(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def failing(
    monkeypatch: pytest.MonkeyPatch, name: str, number: int | KeyboardInterrupt, modes: str
) -> None:
    """Opening the file of that name in one of the modes fails as the system would let it fail.

    It fails with that number of an error, or it is stopped.
    """

    def spoil(real: Callable[..., Any]) -> Callable[..., Any]:
        def opening(file: Any, mode: str = "r", *more: Any, **options: Any) -> Any:
            if (
                not isinstance(file, int)
                and Path(os.fsdecode(file)).name == name
                and mode[0] in modes
            ):
                if isinstance(number, KeyboardInterrupt):
                    raise number
                raise OSError(number, os.strerror(number), os.fspath(file))
            return real(file, mode, *more, **options)

        return opening

    monkeypatch.setattr(builtins, "open", spoil(builtins.open))
    monkeypatch.setattr(io, "open", spoil(io.open))


SYSTEM = [errno.EACCES, errno.EIO, errno.EMFILE, errno.ESTALE]


@pytest.mark.parametrize("name", READ)
def test_a_file_that_the_system_does_not_give_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    before = snapshot(folder)
    for number in SYSTEM:
        with monkeypatch.context() as patch:
            failing(patch, name, number, "r")
            for command in ("build", "check", "handout", "slides"):
                refused(capsys, COMMANDS[command], name)
            if name == "story.yaml":  # the others are of no concern to it
                refused(capsys, COMMANDS["add"], name)
            if name.endswith((".csv", ".geojson")):
                refused(capsys, ["inspect", name], name)
    assert snapshot(folder) == before


@pytest.mark.parametrize("name", READ)
def test_a_file_that_is_something_else_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    target = folder / name
    good = target.read_bytes()
    spoilt: dict[str, Callable[[], object]] = {
        "a folder": target.mkdir,
        "nothing": lambda: None,
        "rubbish": lambda: target.write_bytes(GARBAGE),
        "UTF-16": lambda: target.write_bytes("title: Ä\x00".encode("utf-16")),
        "a lone byte": lambda: target.write_bytes(b"id,name\n\xff\xfe\xff: \x81"),
        "a link to itself": lambda: target.symlink_to(target),
        "a link out": lambda: target.symlink_to("/etc/hostname"),
        "a pipe": lambda: os.mkfifo(target),
        "a device": lambda: target.symlink_to("/dev/zero"),
    }
    for what, spoil in spoilt.items():
        target.unlink()
        spoil()
        # it is named by its own name, or by the line of the story that names it
        refused(capsys, COMMANDS["check"])
        assert not (folder / "out").exists(), what
        if target.is_dir() and not target.is_symlink():
            target.rmdir()
            target.touch()
        elif not target.is_symlink() and not target.exists():
            target.touch()
        target.unlink()
        target.write_bytes(good)


def test_what_cannot_be_written_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "in the way").write_text("x", encoding="utf-8")
    for out in ("in the way/p.html", "/proc/p.html", "/dev/full/p.html", "x" * 300, "."):
        refused(capsys, ["build", ".", "-o", out], "cannot be written")
    refused(capsys, ["new", "in the way"])
    refused(capsys, ["new", "in the way/deeper"])
    before = snapshot(folder)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    for spoilt in ("fsync", "fdopen"):
        with monkeypatch.context() as patch:
            patch.setattr(os, spoilt, full)
            for command in (COMMANDS["build"], COMMANDS["new"], COMMANDS["add"]):
                refused(capsys, command, "No space left")
        left = {name: data for name, data in snapshot(folder).items() if name in before}
        assert left == before, spoilt
        extra = [name for name in snapshot(folder) if name not in before]
        assert extra == [], spoilt
    # what a browser made finds no room either, nor does what is made for the browser
    monkeypatch.setattr("story.press.browser.print_pdf", lambda *_, **__: b"%PDF-")
    monkeypatch.setattr("story.press.browser.document", lambda *_, **__: "")
    monkeypatch.setattr("story.press.deck.maps_of", lambda _: {})
    monkeypatch.setattr("story.press.deck.deck", lambda *_: b"PK")
    for printed in ("handout", "slides"):
        for out in ("in the way/p", "/proc/p", "x" * 300, "."):
            refused(capsys, [printed, ".", "-o", out], "cannot be written")
    monkeypatch.setattr(os, "fsync", full)
    for printed in ("handout", "slides"):
        refused(capsys, COMMANDS[printed], "No space left")
    assert snapshot(folder) == before


@pytest.mark.parametrize("command", ["handout", "slides"])
def test_no_room_for_the_browser_s_desk_is_one_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    before = snapshot(folder)
    failing(monkeypatch, "page.html", errno.ENOSPC, "w")
    refused(capsys, COMMANDS[command], "cannot be written (No space left on device)")
    assert snapshot(folder) == before


def test_a_full_output_and_a_reader_that_goes_are_no_traceback(folder: Path) -> None:
    code = BUILD.format(umask="0o022", arguments=["schema"])
    redirect = "import os, sys; os.dup2(os.open('/dev/full', os.O_WRONLY), 1); "
    full = run(folder, redirect + code)
    assert full.returncode == 1
    assert full.stderr.startswith("error: ")
    assert "Traceback" not in full.stderr
    assert "Exception" not in full.stderr
    ascii_only = BUILD.format(umask="0o022", arguments=["check", "Żółw…"])
    plain = run(folder, ascii_only, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert plain.returncode == 1
    assert plain.stderr.startswith("error: ")
    assert len(plain.stderr.splitlines()) == 1


def test_stopping_a_command_is_a_sentence(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    before = snapshot(folder)
    monkeypatch.setattr("story.build.assemble", stop)
    refused(capsys, COMMANDS["build"], "stopped")
    monkeypatch.setattr("story.build.assemble", lambda *_, **__: (_ for _ in ()).throw(MemoryError))
    refused(capsys, COMMANDS["build"], "memory")
    monkeypatch.undo()
    monkeypatch.chdir(folder)
    stopped = {"places.geojson": ["check", "handout", "slides"], "new.csv": ["add"]}
    for name, commands in stopped.items():
        with monkeypatch.context() as patch:
            failing(patch, name, KeyboardInterrupt(), "r")
            for command in commands:
                refused(capsys, COMMANDS[command], "stopped")
    assert snapshot(folder) == before
