"""Seal a page: a policy that lets only its own scripts run, and proof that it calls nobody.

The policy names each script by its hash (CSP level 2, section 4.2.5), so text that slips into the
page as markup does not run. The proof reads the page as a browser would and refuses any reference
that would make a request.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from geo.errors import StorymapError
from story.leaflet import template_text

_LOADING: Final = {
    "src", "srcset", "data", "poster", "background", "action", "formaction", "manifest", "ping",
    "srcdoc", "imagesrcset", "longdesc", "codebase", "classid", "archive", "dynsrc", "lowsrc",
}  # fmt: skip
# attributes whose value is CSS, in which a picture can be named
_PAINTED: Final = {
    "style", "fill", "stroke", "filter", "clip-path", "mask", "cursor",
    "marker", "marker-start", "marker-mid", "marker-end",
}  # fmt: skip
_FOREIGN: Final = {
    "link", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "portal",
    "fencedframe",
}  # fmt: skip
_CSS_LOAD: Final = re.compile(
    r"@import|url\(\s*['\"]?(?!data:|#)|(?:image-set|src)\(\s*['\"](?!data:)", re.IGNORECASE
)
_LINK: Final = re.compile(r"[#?]|(?:https?|mailto):", re.IGNORECASE)
_WITHIN: Final = re.compile(r"#|data:image/", re.IGNORECASE)


class SealError(StorymapError):
    """The page would load something from outside, which it promises never to do."""


@dataclass
class _Reader(HTMLParser):
    """Collects the scripts of a page and everything in it that would make a request."""

    scripts: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    plays: bool = False
    """whether it has sound or film"""
    inside: str = ""
    kind: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.plays = self.plays or tag in {"audio", "video"}
        self.inside, self.kind = tag, values.get("type", "")
        # of an attribute that stands twice a browser takes the first, and this reads both
        for name, value in attrs:
            self.look_at(tag, name, value or "")
        if tag in _FOREIGN:
            self.outside.append(f"{tag}")
        if tag == "meta" and values.get("http-equiv", "").lower() == "refresh":
            self.outside.append("a refresh")

    def look_at(self, tag: str, name: str, value: str) -> None:
        """Note an attribute that runs something, or names something outside the page."""
        told = f"{tag} {name}={value[:60]!r}"
        if name.startswith("on"):
            self.outside.append(f"{tag} {name}")
        elif name in _LOADING and not value.startswith(("data:", "#")):
            self.outside.append(told)
        elif name in _PAINTED and (_CSS_LOAD.search(value) or "\\" in value):
            self.outside.append(told)
        elif name in {"href", "xlink:href"} and not (_LINK if tag == "a" else _WITHIN).match(value):
            self.outside.append(told)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        # a script of another type is data, which no browser runs
        if self.inside == "script" and self.kind in {"", "text/javascript", "module"}:
            self.scripts.append(data)
        elif self.inside == "style" and _CSS_LOAD.search(data):
            self.outside.append("a style sheet that loads a file")


def seal(page: str) -> str:
    """The page with its Content-Security-Policy. Raises `SealError` for an outside reference."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    if reader.outside:
        what = ", ".join(sorted(set(reader.outside))[:5])
        raise SealError(f"the page would load from outside: {what}; this is a fault of the builder")
    policy = "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(map(_hash, reader.scripts)),
            "style-src 'unsafe-inline'",
            "img-src data: blob:",
            "font-src data:",
            *(["media-src data: blob:"] if reader.plays else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    head, opening, rest = page.partition("<head>")
    meta = template_text("policy.html").replace("@@POLICY@@", policy).strip()
    return f"{head}{opening}\n{meta}{rest}"


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
