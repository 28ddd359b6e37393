"""The words of the page: prose, controls, credits and the islands that carry the data.

The one home of Jinja templates that see an author's text; every value in them is escaped.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import jinja2
from markupsafe import Markup

from story import __version__
from story.assets import engine, stylesheet
from story.config import Story
from story.entries import builtin_layers
from story.glossary import MARKED, Marker
from story.guess import guess_of
from story.inputs import fingerprint
from story.islands import as_json
from story.leaflet import Parts, template_text
from story.media import Embedded
from story.model import Source, Step, Text, Theme
from story.names import pick
from story.picture import draw
from story.prose import to_html, to_plain
from story.sbom import code
from story.scene import Scene
from story.sketch import sketches
from story.telling import tell
from story.tongues import mark_languages

if TYPE_CHECKING:
    from story.charts.draw import DrawnChart  # which brings Altair along

_VERDICTS: Final = {
    "supported": "Supported by public sources",
    "qualified": "Supported with limits",
    "contradicted": "Contested: public data say otherwise",
    "not_found": "Not confirmed anywhere else",
    "opinion": "The author’s opinion",
    "forecast": "The author’s forecast",
}
_BADGES: Final = {
    "authors_view": "Author’s view",
    "reported": "Reported",
    "forecast": "Forecast",
}


@dataclass(frozen=True)
class Credit:
    """A line of the credits: what, from whom, under which licence."""

    title: str
    attribution: str
    licence: str
    date: str
    accuracy: str


def compose_parts(
    story: Story,
    scene: Scene,
    charts: Mapping[str, "DrawnChart"],
    media: Mapping[tuple[int, int], Embedded],
) -> Parts:
    """Everything that a story adds to a Folium map, as finished HTML."""
    config = story.config
    language = config.language

    def say(text: Text | None) -> str:
        return pick(text, language)

    environment = _environment()
    term = environment.get_template("term.html.jinja")

    def prose(text: Text | None, marker: Marker | None = None) -> Markup:
        html = to_html(say(text), marker.mark if marker else None)
        if marker:
            html = MARKED.sub(lambda m: term.render(number=m[1], word=Markup(m[2])).strip(), html)  # noqa: S704  # escaped already
        return Markup(html)  # noqa: S704  # cleaned by nh3 in story.prose

    sketched = sketches(scene.packed, scene.steps[0])
    shared = {"language": language, "say": say, "prose": prose}
    body = environment.get_template("story.html.jinja").render(
        **shared,
        story=config,
        steps=[
            _step(story, step, number, charts)
            | {"picture": picture, "map": told}
            | {"guess": guess_of(story, step, say), "marker": Marker(story.terms)}
            | {"media": [(item, media[number - 1, i]) for i, item in enumerate(step.media)]}
            for number, (step, picture, told) in enumerate(
                zip(config.steps, draw(scene), tell(story, scene), strict=True), start=1
            )
        ],
        credits=_credits(story),
        terms=story.terms,
        quiz=scene.quiz,
        attributions=_attributions(story),
        scene=Markup(as_json(_scene_value(scene, config.theme))),  # noqa: S704  # JSON with <, > and & escaped
        relief=_relief(scene),
        packed=[(i, _as_text(blob)) for i, blob in enumerate(scene.packed)],
        sketches=[(i, _as_text(blob)) for i, blob in sketched.items()],
        opening={shown["l"] for shown in scene.steps[0]["show"]} - sketched.keys(),
        badges=_BADGES,
        programs=code(),
    )
    carried = [media[place].uri for place in sorted(media)]
    head = environment.get_template("head.html.jinja").render(
        **shared,
        title=say(config.title),
        description=to_plain(say(config.intro))[:300],
        generator=f"Storyglobe {__version__}; inputs sha256:{fingerprint(story, carried)}",
    )
    return Parts(
        head=head,
        style=stylesheet(),
        body=mark_languages(body, language, template_text("foreign.html")),
        engine=engine(),
        language=language,
    )


def filled(template: str, **values: object) -> str:
    """A template with values in it, each escaped."""
    return _environment().get_template(template).render(**values)


def _step(
    story: Story, step: Step, number: int, charts: Mapping[str, "DrawnChart"]
) -> dict[str, Any]:
    """A step with its sources resolved: claims first, then what they and the step rest on."""
    ledger = story.ledger
    cited = [id_ for name in step.charts for id_ in story.charts[name].config.sources]
    ids = list(dict.fromkeys([*step.sources, *cited]))
    claims = [(id_, ledger.claims[id_]) for id_ in ids if id_ in ledger.claims]
    named = [id_ for id_ in ids if id_ in ledger.sources]
    named += [source for _, claim in claims for source in claim.sources]
    sources = {id_: ledger.sources[id_] for id_ in named}
    return {
        "step": step,
        "number": number,
        "charts": [_chart(story, step, charts[name]) for name in step.charts],
        "claims": [
            {
                "id": id_,
                "claim": claim,
                "verdict": _VERDICTS[claim.verdict],
                "sources": [ledger.sources[source] for source in claim.sources],
            }
            for id_, claim in claims
        ],
        "sources": sources,
        "publishers": _publishers(sources.values(), story.config.language),
    }


def _chart(story: Story, step: Step, chart: "DrawnChart") -> dict[str, Any]:
    """A chart where it stands: its picture's ids are those of this place."""
    place = (
        f"{step.id}:{chart.name}"  # no name holds a colon: step a-b and chart c are not a and b-c
    )
    picture = Markup(chart.svg_in(place))  # noqa: S704  # cleaned by story.charts.svg
    sources = story.charts[chart.name].config.sources
    return {"chart": chart, "place": place, "picture": picture, "sources": sources}


def _publishers(sources: Iterable[Source], language: str) -> list[str]:
    names = [pick(source.publisher or source.title, language) for source in sources]
    return list(dict.fromkeys(names))


def _credits(story: Story) -> list[Credit]:
    language = story.config.language
    return [
        Credit(
            title=pick(entry.config.title, language) or entry.name,
            attribution=pick(entry.config.attribution, language),
            licence=entry.config.licence or "",
            date=entry.config.date or "",
            accuracy=pick(entry.config.accuracy, language),
        )
        for entry in story.layers.values()
    ]


def _attributions(story: Story) -> list[str]:
    """Who must be named on the map itself, once each."""
    every = [pick(e.config.attribution, story.config.language) for e in story.layers.values()]
    names = [name for name in dict.fromkeys(every) if name]
    # "A" need not stand beside "A, B"
    named = {name: {part.strip() for part in name.split(",")} for name in names}
    return [name for name in names if not any(named[name] < other for other in named.values())]


def _relief(scene: Scene) -> str:
    """The picture of the relief, if a step shows it."""
    if not any(step["relief"] for step in scene.steps):
        return ""
    return _as_text(builtin_layers().joinpath("relief", "relief.webp").read_bytes())


def _as_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _scene_value(scene: Scene, theme: Theme) -> Mapping[str, Any]:
    value = {"theme": theme, "layers": scene.layers, "steps": scene.steps}
    return value | ({"quiz": scene.quiz} if scene.quiz else {})


def compile_templates() -> None:
    """Compile the templates of the page, which are the same for every story."""
    for path in resources.files("story").joinpath("templates").iterdir():
        if path.name.endswith(".html.jinja"):
            _environment().get_template(path.name)


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(template_text),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
