"""Vega-Lite specs to SVG texts, all of a story in one child process, within bounds of time."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from geo.errors import StorymapError

TIME_LIMIT_S: Final = 60
_VERSION: Final = "6.4"
_CHILD: Final = Path(__file__).with_name("child.py")


class DrawError(StorymapError):
    """The charts cannot be drawn at all."""


def svgs(specs: Sequence[dict[str, Any]]) -> list[str | DrawError]:
    """The SVG of each spec, or why there is none. Raises `DrawError` when nothing can be drawn."""
    if not specs:
        return []
    request = json.dumps(
        {"version": _VERSION, "specs": list(specs)}, ensure_ascii=False, allow_nan=False
    )
    return [
        DrawError(_short(answer["error"])) if "error" in answer else answer["svg"]
        for answer in _asked(request)
    ]


def pngs(pictures: Sequence[str], *, scale: float) -> list[bytes]:
    """The PNG of each SVG, `scale` pixels to one of its units. Raises `DrawError`."""
    if not pictures:
        return []
    answers = _asked(json.dumps({"svgs": list(pictures), "scale": scale}))
    if wrong := [answer["error"] for answer in answers if "error" in answer]:
        raise DrawError(f"a chart cannot become a picture: {_short(wrong[0])}")
    return [base64.b64decode(answer["png"]) for answer in answers]


@cache
def _asked(request: str) -> list[dict[str, str]]:
    """The child's answers to a request: the same in every build of a process."""
    try:
        # -P: the folder of the story, with whatever lies in it, is no place to import from
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD)],
            input=request,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DrawError(
            f"took longer than {TIME_LIMIT_S} seconds to draw; a chart needs fewer data"
        ) from None
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no word why"]
        raise DrawError(f"the drawing engine stopped: {last[0][:200]}")
    answers: list[dict[str, str]] = json.loads(done.stdout)
    return answers


def _short(error: str) -> str:
    """The sentence of an error of the engine, without its stack; a heading has its first line."""
    lines = [line.strip().removeprefix("Error: ") for line in error.splitlines() if line.strip()]
    told = 2 if lines and lines[0].endswith(":") else 1
    return " ".join(lines[:told])[:300] or "no word why"
