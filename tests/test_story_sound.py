"""The same page everywhere, and never half of one; every failure is one message."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import gettempdir

import pytest

from story import build
from story.build import Built, WriteError
from story.cli import COMMANDS, main
from story.sbom import bill
from test_story_cli import FEATURES, STORY, files

ROOT = Path(__file__).parent.parent
MARK = "zq7marker"


def write_story(folder: Path, names: list[str]) -> None:
    """A small story with two layers of files, written in the order of `names`."""
    content = {
        "story.yaml": STORY.replace(
            "label: name}", "label: name}\n  more: {source: more.csv, label: name}"
        ).replace("[places]", "[places, more]"),
        "places.geojson": json.dumps({"type": "FeatureCollection", "features": FEATURES}),
        "more.csv": "name,lon,lat\nHarbin,126.6,45.8\nŁódź,19.5,51.8\n",
    }
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).write_text(content[name], encoding="utf-8")


def run(folder: Path, code: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run Python in a folder, with a small environment of its own."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **variables}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


BUILD = "import os, sys; os.umask({umask}); from story.cli import main; sys.exit(main({arguments}))"


def test_other_people_s_machines_make_the_same_page_and_leave_no_trace(tmp_path: Path) -> None:
    order = ["story.yaml", "places.geojson", "more.csv"]
    machines = {
        f"{MARK}-one": {
            "HOME": f"/home/{MARK}", "USER": MARK, "LANG": "C", "TZ": "UTC", "PYTHONHASHSEED": "1",
        },
        f"{MARK} two ü": {
            "HOME": f"/Users/{MARK}", "LOGNAME": MARK, "HOSTNAME": MARK, "LC_ALL": "C.UTF-8",
            "TZ": "Asia/Vladivostok", "PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "86400",
            "TMPDIR": str(tmp_path),
        },
    }  # fmt: skip
    pages = []
    for number, (name, variables) in enumerate(machines.items()):
        folder = tmp_path / name
        write_story(folder, order if number else order[::-1])
        code = BUILD.format(
            umask=["0o077", "0o002"][number], arguments=["build", "-o", "p.html", "."]
        )
        done = run(folder, code, **variables)
        assert done.returncode == 0, done.stderr
        pages.append((folder / "p.html").read_bytes())
        assert {path.name for path in folder.iterdir()} == {*order, "p.html"}
    assert pages[0] == pages[1]
    here = (MARK, socket.gethostname(), str(ROOT), str(tmp_path), str(Path.home()), gettempdir())
    for trace in here:
        if len(trace) > 4:
            assert trace.encode() not in pages[0], trace
    # no clock: neither a time of day nor the date of the build
    head = pages[0].decode().split("<script", maxsplit=1)[0]
    assert not re.search(r"\d\d:\d\d:\d\d|GMT|UTC", head)


def test_the_page_names_the_hash_of_its_inputs(tmp_path: Path) -> None:
    write_story(tmp_path / "s", ["story.yaml", "places.geojson", "more.csv"])

    def named() -> str:
        page = build.page(build.assemble(tmp_path / "s"))
        found = re.findall(
            r'name="generator" content="Storyglobe [\d.]+; inputs sha256:([0-9a-f]{64})"', page
        )
        assert len(found) == 1
        return str(found[0])

    before = named()
    assert named() == before
    table = tmp_path / "s" / "more.csv"
    table.write_text(table.read_text("utf-8").replace("45.8", "45.9"), encoding="utf-8")
    assert named() != before


def test_a_page_is_old_or_new_and_whole(tmp_path: Path) -> None:
    target, sizes = tmp_path / "page.html", set()
    done = threading.Event()

    def keep_writing(letter: str) -> None:
        for _ in range(25):
            build.write(target, letter * 300_000)

    def watch() -> None:
        while not done.is_set():
            if target.exists():
                text = target.read_text(encoding="utf-8")
                sizes.add((len(text), len(set(text))))

    writers = [threading.Thread(target=keep_writing, args=(letter,)) for letter in "ab"]
    watcher = threading.Thread(target=watch)
    for thread in (watcher, *writers):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    watcher.join()
    assert sizes == {(300_000, 1)}
    assert files(tmp_path) == {"page.html"}


FULL_DISK = """
import resource, sys
from story import build
from story.cli import main
write = build.write_bytes
def write_bytes(path, data):
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    return write(path, data)
build.write_bytes = write_bytes
sys.exit(main(["build", ".", "-o", "p.html"]))
"""
NO_ROOM_FOR_SHAPES = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
from story.cli import main
sys.exit(main(["build", ".", "-o", "p.html"]))
"""
KILLED = """
import os, signal
from pathlib import Path
from story import build
os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
build.write(Path("p.html"), "new" * 100_000)
"""


def test_a_full_disk_and_a_kill_leave_the_old_page(tmp_path: Path) -> None:
    write_story(tmp_path / "s", ["story.yaml", "places.geojson", "more.csv"])
    page = tmp_path / "s" / "p.html"
    page.write_text("old", encoding="utf-8")
    full = run(tmp_path / "s", FULL_DISK)
    assert full.returncode == 1
    errors = [line for line in full.stderr.splitlines() if line.startswith("error:")]
    assert len(errors) == 1
    assert "cannot be written" in errors[0]
    assert "Traceback" not in full.stderr
    assert page.read_text(encoding="utf-8") == "old"
    assert len(files(tmp_path / "s")) == 4
    cramped = run(tmp_path / "s", NO_ROOM_FOR_SHAPES)
    assert cramped.returncode == 1
    assert "make room there, or set TMPDIR" in cramped.stderr
    assert "Traceback" not in cramped.stderr
    assert page.read_text(encoding="utf-8") == "old"
    assert len(files(tmp_path / "s")) == 4
    killed = run(tmp_path / "s", KILLED)
    assert killed.returncode == -signal.SIGKILL
    assert page.read_text(encoding="utf-8") == "old"


def test_two_builds_at_once_leave_one_page_and_it_is_whole(tmp_path: Path) -> None:
    folder = tmp_path / "s"
    write_story(folder, ["story.yaml", "places.geojson", "more.csv"])
    text = (folder / "story.yaml").read_text(encoding="utf-8")
    (folder / "other.yaml").write_text(
        text.replace("title:", "subtitle: Other\ntitle:", 1), "utf-8"
    )
    stories = ["story.yaml", "other.yaml"]
    before = files(folder)
    command = [sys.executable, "-m", "story", "build", "-o", str(folder / "p.html")]
    running = [
        subprocess.Popen([*command, str(folder / name)], cwd=ROOT, stdout=subprocess.DEVNULL)
        for name in stories
    ]
    assert [build_.wait() for build_ in running] == [0] * len(stories)
    alone = {build.page(build.assemble(folder / name)).encode() for name in stories}
    assert len(alone) == 2
    assert (folder / "p.html").read_bytes() in alone
    assert files(folder) == before | {"p.html"}


def test_an_interrupted_write_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        build.write(tmp_path / "p.html", "new")
    assert files(tmp_path) == set()
    monkeypatch.undo()
    for bad in (tmp_path, tmp_path / ("x" * 300), Path("/dev/null/p.html"), Path("/proc/p.html")):
        with pytest.raises(WriteError, match="cannot be written"):
            build.write(bad, "new")
    assert files(tmp_path) == set()


GARBAGE = bytes(range(256)) * 40
ENDINGS = [
    "geojson", "geojsonl", "shp", "zip", "gpkg", "fgb", "topojson", "kml", "kmz", "gpx", "csv",
    "tsv", "parquet", "xlsx", "sh", "",
]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_file_that_is_not_what_it_should_be_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    name = f"data.{ending}" if ending else "data"
    (tmp_path / "story.yaml").write_text(STORY.replace("places.geojson", name), encoding="utf-8")
    for make in (
        lambda path: path.write_bytes(GARBAGE),
        lambda path: path.write_bytes(b""),
        lambda path: path.mkdir(),
        os.mkfifo,
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.write_text('{"type": "FeatureCollection", "features": [', "utf-8"),
    ):
        target = tmp_path / name
        make(target)
        assert_refused(capsys, ["build", "story.yaml", "-o", "p.html"])
        assert not (tmp_path / "p.html").exists()
        shutil.rmtree(target) if target.is_dir() and not target.is_symlink() else target.unlink()


def assert_refused(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    capsys.readouterr()
    assert main(arguments) == 1
    said = capsys.readouterr()
    errors = [line for line in said.err.splitlines() if line.startswith("error:")]
    assert errors, said.err
    assert "Traceback" not in said.err
    assert said.err.count("error:") <= 3


YAML = {
    "a broken mapping": "title: [",
    "a tab": "title: T\n\tsteps: []",
    "an empty file": "",
    "a list": "- a\n- b",
    "only a word": "hello",
    "an object": "title: !!python/object/apply:os.system ['touch hit']\nsteps: []",
    "many aliases": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "\n".join(f"{c}: &{c} [{', '.join([f'*{chr(ord(c) - 1)}'] * 9)}]" for c in "bcdefghi"),
    "an alias of itself": "title: &a [*a]",
    "great depth": "title: " + "[" * 5000,
    "a control character": "title: \x07",
    "a lone surrogate": 'title: "\\ud800"\nsteps: [{id: a, title: "\\udfff", body: b}]',
    "a huge number": f"title: {'9' * 5000}\nsteps: []",
    "binary": GARBAGE.decode("latin-1"),
}


@pytest.mark.parametrize("what", YAML)
def test_a_broken_story_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "story.yaml").write_text(YAML[what], encoding="utf-8", errors="surrogatepass")
    capsys.readouterr()
    assert main(["build", "story.yaml", "-o", "p.html"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert "Traceback" not in said
    assert files(tmp_path) == {"story.yaml"}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: str(c.__name__).rpartition(".")[2])
def test_no_command_writes_but_those_that_say_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: object,
) -> None:
    name = str(getattr(command, "__name__", "")).rpartition(".")[2]
    write_story(tmp_path / "s", ["story.yaml", "places.geojson", "more.csv"])
    monkeypatch.chdir(tmp_path / "s")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    writers = {"build", "new", "add", "handout", "slides"}
    arguments = {
        "check": ["check", "."],
        "inspect": ["inspect", "places.geojson"],
        "schema": ["schema"],
    }
    if name in writers:  # it says so, and `--help` writes nothing
        with pytest.raises(SystemExit):
            main([name, "--help"])
    else:
        assert main(arguments.get(name, [name])) == 0
    capsys.readouterr()
    after = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert after == before


def test_the_bill_lists_what_others_made(shipped: Built) -> None:
    listed = json.loads(bill(shipped.story))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    by_name = {part["name"]: part for part in listed["components"]}
    assert by_name["Leaflet"]["version"] == "1.9.3"
    assert by_name["Leaflet"]["licenses"] == [{"license": {"id": "BSD-2-Clause"}}]
    data = [part for part in listed["components"] if part["type"] == "data"]
    assert len(data) == len(shipped.story.layers)
    assert all(part["licenses"] for part in data)
    refs = [part["bom-ref"] for part in listed["components"]]
    assert len(set(refs)) == len(refs)
    assert bill(shipped.story) == bill(shipped.story)
