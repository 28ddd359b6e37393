"""Vega-Lite specs to SVG texts: a story's in one child process, bound in time and memory."""

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from geo.errors import StorymapError
from story.kept import kept

TIME_LIMIT_S: Final = 60
MEMORY_BYTES: Final = 1_000_000_000  # drawing all charts of a large story takes a tenth of it
_VERSION: Final = "6.4"
_CHILD: Final = Path(__file__).with_name("child.py")


class DrawError(StorymapError):
    """The charts cannot be drawn at all."""


def svgs(specs: Sequence[dict[str, Any]]) -> list[str | DrawError]:
    """The SVG of each spec, or why there is none. Raises `DrawError` when nothing can be drawn."""
    if not specs:
        return []
    answers = _asked(_request(version=_VERSION, specs=list(specs)))
    return [
        DrawError(_short(answer["error"])) if "error" in answer else answer["svg"]
        for answer in answers
    ]


def pngs(pictures: Sequence[str], *, scale: float) -> list[bytes]:
    """The PNG of each SVG, `scale` pixels to one of its units. Raises `DrawError`."""
    if not pictures:
        return []
    answers = _asked(_request(svgs=list(pictures), scale=scale))
    if wrong := [answer["error"] for answer in answers if "error" in answer]:
        raise DrawError(f"a chart cannot become a picture: {_short(wrong[0])}")
    return [base64.b64decode(answer["png"]) for answer in answers]


def _request(**wish: object) -> str:
    wish["memory_bytes"] = MEMORY_BYTES
    # in ASCII alone: the child reads with the encoding of the machine
    return json.dumps(wish, allow_nan=False)


def _asked(request: str) -> list[dict[str, str]]:
    """The child's answers to a request: the same in every build of a process."""
    return kept(lambda: _answered(request), "drawn", request)


def _answered(request: str) -> list[dict[str, str]]:
    try:
        # -P: the folder of the story, with whatever lies in it, is no place to import from
        done = subprocess.run(
            [sys.executable, "-P", str(_CHILD)],
            input=request,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIME_LIMIT_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise DrawError(
            f"took longer than {TIME_LIMIT_S} seconds to draw; a chart needs fewer data"
        ) from None
    if done.returncode < 0:  # ended by a signal, with a page of its innards
        raise DrawError(
            f"the drawing engine broke down, as when it needs over {MEMORY_BYTES:,} bytes of "
            "memory; a chart needs fewer data"
        )
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
