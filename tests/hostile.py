"""A story that attacks its reader: every field of every model that takes a text gets all payloads.

The models are walked, so a field that is new tomorrow is attacked tomorrow. A value that the
checks refuse is taken out again, by the path that the refusal names; what remains must be harmless.
"""

import copy
import json
import re
import types
import typing
from pathlib import Path
from typing import Any

from PIL import Image

from story import build
from story.build import Built
from story.model import Catalogue, Ledger, Model, StoryConfig
from story.problems import ConfigError

PAYLOADS = [
    "{{ 7 * 7 }}{% raw %}{# x #}${x}`y`#{z}<%= 7 %>",
    "</script><script>window.hit='script'</script>",
    '"><img src=x onerror="window.hit=1">',
    "' onmouseover='window.hit=1' x='",
    "<svg onload=window.hit=1><a href='javascript:window.hit=1'>x</a></svg>",
    "</title></style></noscript></textarea><iframe src='javascript:parent.hit=1'></iframe>",
    "[x](javascript:window.hit=1) <javascript:window.hit=1> ![x](https://attack.example/x.png)",
    "[x](  JaVaScRiPt:window.hit=1) [y](data:text/html,<script>1</script>)",
    "<!-- --!> <![CDATA[ <math><mi//xlink:href='data:x'>",
    "url(https://attack.example/y.png) ; background: url(//attack.example/z)",
    "@@TEXT@@ @@ID@@ @@POLICY@@ @@MODULES@@ __proto__ constructor",
    "<meta http-equiv=refresh content='0;url=//attack.example'><base href='//attack.example/'>",
    "\\u003cscript\\u003e \\20 \u2028 &amp;lt; &#60;b&#62; \u202e\u200b",
]
TEXT = " | ".join(PAYLOADS)

# what must stand for something, so that the rest of the story is reached
GIVEN: dict[str, Any] = {
    "StoryConfig.language": "en", "StoryConfig.ledger": "ledger.yaml",
    "StoryConfig.layers": None, "StoryConfig.steps": None, "StoryConfig.catalog": [],
    "Step.id": "one", "Step.layers": ["points"], "Step.sources": ["C1", "S1"],
    "LayerConfig.source": "data.geojson", "LayerConfig.label": "name", "LayerConfig.by": "kind",
    "LayerConfig.key": "id", "Claim.sources": ["S1"], "Source.url": "https://example.org/a?b=c",
    "StepLayer.layer": "points", "StepLayer.only": ["p1", "p2"], "Mark.only": ["p1"],
    "LayerConfig.graduated": None, "LayerConfig.palette": None, "LayerConfig.columns": None,
    "LayerConfig.where": None, "LayerConfig.join": None, "LayerConfig.sized": None,
    "Chart.spec": None, "ChartRow.value": 3, "ChartRow.series": "k",
    "ChartRow.feature": "points/p1",
    "Step.charts": ["k"], "StoryConfig.base": None, "Media.file": "picture.png",
    "TimeSlider.first": 1990, "TimeSlider.last": 2020, "TimeSlider.until": 2010,
    "TimeSlider.layer": "points", "TimeSlider.field": "year", "FieldFormat.decimals": None,
    "FieldFormat.date": None, "FieldFormat.link": None,
    "PopupField.field": "{{ 7*7 }}", "Label.field": "name",
}  # fmt: skip


def value_of(  # noqa: PLR0911  # one return for each kind of annotation
    annotation: Any, owner: str, depth: int = 0
) -> Any:
    """A value for an annotation: hostile where it may be a text, the smallest elsewhere."""
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return value_of(arguments[0], owner, depth)
    if origin in {typing.Union, types.UnionType}:
        return value_of(next(a for a in arguments if a is not type(None)), owner, depth)
    if origin is typing.Literal:
        return arguments[-1]
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return fields_of(annotation, depth + 1)
    if origin is dict and arguments == (str, str):
        return TEXT  # a text, or one for each language
    if origin is dict:
        return {"k": value_of(arguments[1], owner, depth)}
    if origin in {list, tuple}:
        return [value_of(a, owner, depth) for a in arguments if a is not Ellipsis][:4]
    return {bool: True, int: 2, float: 1.0}.get(annotation, TEXT)


def fields_of(model: type[Model], depth: int = 0) -> dict[str, Any]:
    """All fields of a model."""
    found = {}
    for name, field in model.model_fields.items():
        owner = f"{model.__name__}.{name}"
        if owner in GIVEN:
            value = GIVEN[owner]
        else:
            value = value_of(field.annotation, owner, depth) if depth < 6 else None
        if value is not None:
            found[field.alias or name] = value
    return found


def hostile_data(folder: Path) -> None:
    """Layers whose keys, names, values and column names are all payloads."""
    Image.new("RGB", (8, 8)).save(folder / "picture.png")
    features = [
        {
            "type": "Feature",
            "id": text,
            "properties": {
                "id": f"p{i}",
                "name": text,
                "{{ 7*7 }}": text,
                text: text,
                "kind": text,
                "year": 2000,
            },
            "geometry": {"type": "Point", "coordinates": [100 + 2 * i, 50]},
        }
        for i, text in enumerate(PAYLOADS)
    ]
    collection = {"type": "FeatureCollection", "name": TEXT, "features": features}
    (folder / "data.geojson").write_text(json.dumps(collection), encoding="utf-8")
    header = ["lon", "lat", *(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in PAYLOADS)]
    row = ["101.5", "51", *header[2:]]
    table = ",".join(header) + "\n" + ",".join(row) + "\n"
    (folder / "{{7*7}} '<b>.csv").write_text(table, encoding="utf-8")


def hostile_story(folder: Path) -> tuple[Built, dict[str, str]]:
    """The attacking story, built, and what the checks refused: path and reason."""
    hostile_data(folder)
    layer = {**fields_of(Catalogue.model_fields["layers"].annotation.__args__[1])}  # type: ignore[union-attr]
    layer["popup"] = ["name", {"field": "{{ 7*7 }}", "title": TEXT, "unit": TEXT}]
    layer["classes"] = {text: {"legend": text} for text in PAYLOADS}
    story = fields_of(StoryConfig)
    step = fields_of(StoryConfig.model_fields["steps"].annotation.__args__[0])  # type: ignore[union-attr]
    step["view"] = {"fit": [95, 40, 135, 60]}
    step["layers"] = ["points", "table"]
    story["layers"] = {"points": layer, "table": {"source": "{{7*7}} '<b>.csv", "title": TEXT}}
    story["steps"] = [step, {**copy.deepcopy(step), "id": "two"}]
    ledger = fields_of(Ledger)
    ledger["claims"] = {"C1": ledger["claims"]["k"]}
    ledger["sources"] = {"S1": ledger["sources"]["k"]}
    files = {"story.yaml": story, "ledger.yaml": ledger}
    refused: dict[str, str] = {}
    for _ in range(80):
        for name, content in files.items():
            (folder / name).write_text(json.dumps(content), encoding="utf-8")
        try:
            return build.assemble(folder / "story.yaml"), refused
        except ConfigError as error:
            for problem in error.problems:
                file, path, reason = _parsed(problem)
                refused[path] = reason
                # where something is missing, the whole goes
                part = path.rpartition(".")[0] if reason.endswith("is missing") else path
                _take_out(files[file], part)
    raise AssertionError(refused)


def _parsed(problem: str) -> tuple[str, str, str]:
    found = re.match(r"(?:.*/)?([\w-]+\.yaml):\d+: ([\w.\[\]-]+): (.*)", problem, re.DOTALL)
    assert found, f"a problem names file, line and path: {problem}"
    return found[1], found[2], found[3]


def _take_out(value: Any, path: str) -> None:
    keys = re.findall(r"[^.\[\]]+|\[\d+\]", path)
    steps: list[Any] = [int(k[1:-1]) - 1 if k[0] == "[" else k for k in keys]
    holders = [value]
    for key in steps[:-1]:
        holder = holders[-1]
        if isinstance(holder, dict) and key in holder:
            holders.append(holder[key])
        elif isinstance(holder, list) and isinstance(key, int) and key < len(holder):
            holders.append(holder[key])
        else:
            break
    last = steps[len(holders) - 1]
    holder = holders[-1]
    if isinstance(holder, dict) and last in holder:
        del holder[last]
    elif isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        del holder[last]
