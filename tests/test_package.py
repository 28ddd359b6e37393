"""The wheel: what is in it, and that it builds the story that ships far from any clone."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[A-Za-z0-9][A-Za-z0-9.]*")


def run(
    *command: str | Path, cwd: Path, variables: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command to its good end; `variables` are set beside the ones we have."""
    done = subprocess.run(
        command,
        cwd=cwd,
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(variables or {})},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this clone with the build tools that are installed."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def members(wheel: Path) -> set[str]:
    """The names of the wheel's files."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def site(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wheel installed in it, to be put on PYTHONPATH."""
    folder = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    run(*pip, "--no-index", "--no-deps", "--target", folder, wheel, cwd=folder)
    return folder


def test_the_top_level_of_the_wheel_is_two_packages_and_its_metadata(members: set[str]) -> None:
    top = {name.split("/")[0] for name in members}
    (metadata,) = {name for name in top if name.endswith(".dist-info")}
    assert top == {"geo", "story", metadata}
    assert f"{metadata}/licenses/LICENSE" in members


def test_the_wheel_holds_all_that_the_clone_has_for_the_page(members: set[str]) -> None:
    wanted = set()
    for folder in ["geo", "story", "layers"]:
        for path in (ROOT / folder).rglob("*"):
            name = path.relative_to(ROOT).as_posix()
            skipped = "__pycache__" in path.parts or name.startswith("layers/derive/")
            if path.is_file() and not skipped:
                for inside in ("layers/", "story/russia-china/"):
                    if name.startswith(inside):
                        name = f"story/builtin/{name}"
                wanted.add(name)
    assert {"story/cli.py", "story/builtin/story/russia-china/story.yaml"} <= wanted
    assert {name for name in members if ".dist-info/" not in name} == wanted


def test_the_wheel_holds_no_tests_and_no_scripts_that_made_the_data(members: set[str]) -> None:
    assert [name for name in members if "test" in name or "derive" in name] == []


def test_the_installed_command_comes_from_the_wheel_and_knows_its_version(site: Path) -> None:
    variables = {"PYTHONPATH": str(site)}
    where = "import geo, story; print(geo.__file__, story.__file__)"
    printed = run(sys.executable, "-c", where, cwd=site, variables=variables).stdout.split()
    assert [Path(name).parent for name in printed] == [site / "geo", site / "story"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (command,) = (site / "bin").glob("storyglobe*")
    assert project["version"] in run(command, "--version", cwd=site, variables=variables).stdout


def test_an_installed_wheel_builds_the_story_twice_the_same_in_empty_folders(
    site: Path, tmp_path: Path
) -> None:
    worlds = [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Anchorage", "LC_ALL": "C.UTF-8"},
    ]
    pages = []
    for world in worlds:
        folder = tmp_path / world["PYTHONHASHSEED"]
        folder.mkdir()
        build = [sys.executable, "-m", "story", "build", "-o", "page.html"]
        run(*build, cwd=folder, variables={**world, "PYTHONPATH": str(site)})
        assert [path.name for path in folder.iterdir()] == ["page.html"]
        pages.append((folder / "page.html").read_bytes())
    assert pages[0] == pages[1]
    assert len(pages[0]) > 100_000


@pytest.mark.parametrize("name", ["run.txt", "test.txt"])
def test_requirements_are_exact_versions_and_nothing_else(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PINNED.fullmatch(line)] == []
    assert lines == sorted(lines, key=lambda line: canonicalize_name(line.partition("==")[0]))


def test_what_the_project_depends_on_is_pinned_within_its_bounds() -> None:
    lines = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").split()
    pinned = {
        canonicalize_name(name): version
        for name, _, version in (line.partition("==") for line in lines)
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["dependencies"]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)]), line
