"""Files and configurations that nobody wrote: each is read, or refused in sentences.

`make fuzz` tries for as long as it is told to; here a fixed number is tried, the same each time.
"""

import json
import re
import sys
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzzing import Tried, fuzz
from geo import LayerSpec, Limits, StorymapError, prepare
from geo.errors import one_line
from geo.inspect import inspect
from story import config
from story.prose import to_html, to_plain
from story.yamlfile import parse_yaml

CASES = Path(__file__).parent / "cases"
RUSSIA_CHINA = Path(__file__).parent.parent / "story" / "russia-china"
ALLOWED = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "code", "h3", "h4"}
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_DESK = Path(tempfile.mkdtemp(prefix="fuzz-"))


def sound(error: StorymapError, file: Path) -> None:
    """A refusal is made of sentences, and says which file."""
    text = str(error)
    assert text.strip()
    assert "Traceback" not in text
    assert not CONTROL.search(one_line(text)), text
    assert file.name in text, text


def layer(data: bytes) -> None:
    """A file is a layer whose features are all accounted for, or it is refused."""
    file = _DESK / "data.any"
    file.write_bytes(data)
    limits = Limits(vertices=200_000, seconds=20)
    try:
        made = prepare(LayerSpec(name="any", source=file, folder=_DESK, limits=limits))
    except StorymapError as error:
        sound(error, file)
        return
    report = made.report
    assert report.read == report.drawn + report.dropped + report.filtered
    west, south, east, north = made.bounds
    assert -90 <= south <= north <= 90, made.bounds
    assert west <= east or west > 0 > east, made.bounds
    json.dumps([feature.properties for feature in made.features], allow_nan=False)


def story(data: bytes) -> None:
    """A story is read, or its faults are told by file and line."""
    file = _DESK / "story.yaml"
    file.write_bytes(data)
    try:
        config.load(file)
    except StorymapError as error:
        sound(error, file)


def yaml(data: bytes) -> None:
    """YAML is read into plain values, or its faults are told by line."""
    file = Path("any.yaml")
    try:
        read = parse_yaml(data.decode("utf-8", "replace"), file)
    except StorymapError as error:
        sound(error, file)
        return
    json.dumps(read.value, allow_nan=False)


class Tags(HTMLParser):
    """Whatever is markup in prose."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only the tags of Markdown, and of attributes only those of a safe link."""
        assert tag in ALLOWED, tag
        for name, value in attrs:
            assert (tag, name) in {("a", "href"), ("a", "rel"), ("a", "title")}, (tag, name)
            if name == "href":
                assert re.match(r"(https?|mailto):|#[\w.-]+$", value or ""), value


def prose(data: bytes) -> None:
    """Markdown becomes harmless markup."""
    text = data.decode("utf-8", "replace")
    reader = Tags()
    reader.feed(to_html(text))
    reader.close()
    to_plain(text)


def inspected(data: bytes) -> None:
    """What a file holds is told, or it is refused."""
    file = _DESK / "look.any"
    file.write_bytes(data)
    try:
        inspect(LayerSpec(name="any", source=file, folder=_DESK, limits=Limits(seconds=20)))
    except StorymapError as error:
        sound(error, file)


def small(pattern: str, *, most: int = 6000) -> list[bytes]:
    """The files of the cases that are small enough to breed from."""
    found = [path.read_bytes() for path in sorted(CASES.glob(pattern)) if path.is_file()]
    return [text for text in found if 0 < len(text) <= most]


TARGETS: dict[str, tuple[Callable[[bytes], None], list[bytes], int]] = {
    "layer": (layer, small("geo/*/input.*"), 300),
    "inspect": (inspected, small("geo/*/input.*"), 200),
    "story": (story, small("*/*/*.yaml"), 200),
    "yaml": (yaml, small("*/*/*.yaml"), 300),
    "prose": (
        prose,
        [*small("*/*/*.yaml", most=260), b"**a** *b* [c](https://d.e) `f`\n\n- g"],
        100,
    ),
}


@pytest.mark.parametrize("name", TARGETS)
def test_what_nobody_wrote_is_read_or_refused(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    target, seeds, inputs = TARGETS[name]
    tried = fuzz(target, seeds, seed=6, inputs=len(seeds) + inputs)
    with capsys.disabled():
        sys.stdout.write(f"\n{said(name, tried)} ")
    assert tried.failures == {}
    assert len(tried.kept) > 5


def riddle(data: bytes) -> None:
    """Fails behind doors, each of which only coverage tells from a wall."""
    words = [*data.split(), *[b""] * 4]
    if words[0] != b"four":
        return
    if words[1] != b"two":
        return
    if words[2] == b"one":
        raise ZeroDivisionError("found")


def test_the_fuzzer_finds_what_lies_behind_branches() -> None:
    seeds = [b"one two", b"three four"]
    tried = fuzz(riddle, seeds, seed=1, inputs=60_000)
    assert [name.split(" ")[0] for name in tried.failures] == ["ZeroDivisionError"]
    again = fuzz(riddle, seeds, seed=1, inputs=2000)
    assert again.kept == tried.kept[: len(again.kept)]


@given(st.text())
def test_any_text_is_prose(text: str) -> None:
    prose(text.encode("utf-8", "surrogatepass"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(["type", "coordinates", "geometry", "geometries", "properties", "id", "crs",
                         "features", "bbox", "name"]) | st.text(max_size=4), inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(JSON, st.sampled_from(["FeatureCollection", "Feature", "Polygon", "Topology", "x"]))
def test_any_json_is_a_layer_or_is_refused(value: object, kind: str) -> None:
    wrapped = {"type": kind, "features": [value], "coordinates": value, "geometry": value,
               "properties": value, "objects": value, "arcs": value}  # fmt: skip
    for held in (value, wrapped):
        layer(json.dumps(held).encode())


def said(name: str, tried: Tried) -> str:
    """How a run went, in a line."""
    return (
        f"{name}: {tried.inputs:,} inputs tried, {len(tried.kept):,} of them on new paths, "
        f"{len(tried.failures):,} failures"
    )


def say(line: str) -> None:
    """Tell it at once: a run may be long."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(seconds: float, seed: int) -> int:
    """Fuzz every target for its share of the time; failures are kept in `output/fuzz`."""
    total, failed = 0, 0
    for name, (target, seeds, _) in TARGETS.items():
        tried = fuzz(target, seeds, seed=seed, seconds=seconds / len(TARGETS))
        say(said(name, tried))
        total, failed = total + tried.inputs, failed + len(tried.failures)
        for number, (what, text) in enumerate(tried.failures.items(), start=1):
            kept = Path("output") / "fuzz" / f"{name}-{number}.input"
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(text)
            say(f"  {what}\n    {kept}")
    say(f"{total:,} inputs tried with seed {seed}, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]), int(sys.argv[2])))
