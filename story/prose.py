"""Markdown to safe HTML. The one home of markdown-it and nh3.

Two nets: raw HTML in Markdown is text, and what comes out is cleaned to a short list of tags.
"""

import re
from collections.abc import Callable
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS: Final = {"p", "em", "strong", "ul", "ol", "li", "a", "blockquote", "br", "code", "h3", "h4"}
_SCHEMES: Final = {"http", "https", "mailto"}
_SAFE: Final = re.compile(r"(?:https?|mailto):|#[A-Za-z0-9_.-]+$", re.IGNORECASE)


class _Markdown(MarkdownIt):
    """Of links knows those that lead out of the page or to a step: it has no folder round it."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the name of what it overrides
        return bool(_SAFE.match(url))


# no typographer: text appears exactly as the author gave it
_markdown: Final = _Markdown("commonmark", {"html": False})


def to_html(markdown: str, mark: Callable[[str], str] | None = None) -> str:
    """HTML of a Markdown text: paragraphs, emphasis, lists, quotations and links, nothing else.

    `mark` may change the words, those of links apart; what it gives back is text, too.
    """
    tokens = _markdown.parse(markdown)
    for token in tokens if mark else ():
        depth = 0
        for child in token.children or []:
            depth += child.nesting if child.type in {"link_open", "link_close"} else 0
            if mark and child.type == "text" and not depth:
                child.content = mark(child.content)
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes={"a": {"href", "title"}},
        attribute_filter=lambda _, name, value: (
            value if name != "href" or _SAFE.match(value) else None
        ),
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    ).strip()


def to_plain(markdown: str) -> str:
    """The words of a Markdown text, on one line: for titles of documents and descriptions."""
    return " ".join(to_paragraphs(markdown))


def to_paragraphs(markdown: str) -> list[str]:
    """The words of a Markdown text, a line for each paragraph and each item of a list."""
    found = [
        "".join(_words(child) for child in token.children or [])
        for token in _markdown.parse(markdown)
        if token.type == "inline"
    ]
    return [" ".join(text.split()) for text in found if text.strip()]


def count_blocks(markdown: str) -> int:
    """How many paragraphs, lists and the like a Markdown text has, one after the other."""
    return sum(1 for token in _markdown.parse(markdown) if not token.level and token.nesting >= 0)


def _words(token: Token) -> str:
    if token.type in {"text", "code_inline"}:
        return token.content
    return " " if token.type in {"softbreak", "hardbreak"} else ""
