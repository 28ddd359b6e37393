"""The guide to a first layer: what it prints is what the commands print, in their order."""

import re
import shutil
from pathlib import Path

import pytest

from story.cli import main

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs/adding-layers.md").read_text(encoding="utf-8")
SESSIONS = re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL)
# what the guide asks the reader to change, before the session of that number
CHANGES = {
    3: [("    # by: Вид", "    by: Вид"), ("    # palette: Set2", "    palette: Set22")],
    4: [("palette: Set22", "palette: Set2"), ("label: Название", "label: Имя")],
}


def test_the_guide_s_commands_print_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(SESSIONS) == 5
    for number, session in enumerate(SESSIONS):
        catalogue = Path("lakes/layers.yaml")
        for old, new in CHANGES.get(number, []):
            text = catalogue.read_text(encoding="utf-8")
            assert text.count(old) == 1
            catalogue.write_text(text.replace(old, new), encoding="utf-8")
        for part in re.split(r"^\$ storyglobe ", session, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            code = main(command.split())
            said = capsys.readouterr()
            assert said.out + said.err == expected, command
            assert bool(code) is expected.startswith("error"), command
        if number == 0:
            shutil.copy(ROOT / "tests/cases/guide/ports.csv", "lakes")
    stanza = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]
    was = Path("lakes/layers.yaml").read_text(encoding="utf-8")
    for old, new in [*CHANGES[3][:1], ("    # palette: Set2\n", "    palette: Set2\n")]:
        was = was.replace(new, old)
    assert was.replace("label: Имя", "label: Название").endswith(stanza), "all of it, to the end"
