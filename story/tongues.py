"""Mark names in other writings with their language, so that a screen reader says them right.

WCAG 2.2, success criterion 3.1.2. A run of letters of another writing than the page's is wrapped in
an element with `lang`; what writing cannot tell (Kazakh from Russian) is taken for the commonest.
"""

import re
from typing import Final

# the letters of a writing, the language taken for granted, and the languages that are written so
_WRITINGS: Final = (
    ("Ѐ-ԯ", "ru", {"ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn", "tg"}),
    ("぀-ヿ", "ja", {"ja"}),
    ("가-힯", "ko", {"ko"}),
    ("㐀-鿿豈-﫿", "zh", {"zh", "ja", "ko"}),
    ("Ͱ-Ͽ", "el", {"el"}),
    ("\u0590-\u05ff", "he", {"he", "yi"}),
    ("\u0600-\u06ff", "ar", {"ar", "fa", "ur", "ps", "ug"}),
    ("\u0900-\u097f", "hi", {"hi", "mr", "ne"}),
    ("Ⴀ-ჿ", "ka", {"ka"}),
    ("԰-֏", "hy", {"hy"}),
)
# what is no running text: scripts, styles, pictures, texts of form controls, and tags themselves
_APART: Final = re.compile(
    r"(<(script|style|svg|noscript|title|textarea|option)\b.*?</\2\s*>|<!--.*?-->|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_SAID: Final = re.compile(r"\blang=")


def mark_languages(html: str, language: str, wrap: str) -> str:
    """The HTML with runs of other writings marked; `wrap` is an element round `@@TEXT@@`."""
    own = language.split("-", maxsplit=1)[0].lower()
    marks = [
        (re.compile(f"[{letters}](?:[{letters}·  '’-]*[{letters}])?"), assumed)
        for letters, assumed, languages in _WRITINGS
        if own not in languages
    ]
    before, after = wrap.strip().split("@@TEXT@@")

    # split: text, tag, name of the tag or None, text, …
    pieces = _APART.split(html)
    result = []
    for i, piece in enumerate(pieces):
        if i % 3 == 0 and not (i and _SAID.search(pieces[i - 2] or "")):
            for letters, assumed in marks:
                opening = before.replace("@@LANGUAGE@@", assumed)
                piece = letters.sub(rf"{opening}\g<0>{after}", piece)  # noqa: PLW2901  # in turn
        if i % 3 != 2:
            result.append(piece)
    return "".join(result)
