"""Draws charts in a process of its own: Vega-Lite specs in, SVG out; or SVG in, PNG out.

The one home of vl-convert. Run as a script with nothing of the story imported: whatever a spec does
to the drawing engine inside, the build outlives it.
"""

import base64
import json
import sys
from typing import Any

import vl_convert


def draw(spec: dict[str, Any], version: str) -> dict[str, str]:
    """`{"svg": …}`, or `{"error": …}` when Vega-Lite refuses the spec. No address is ever read."""
    try:
        svg = vl_convert.vegalite_to_svg(spec, vl_version=version, allowed_base_urls=[])
    except ValueError as error:
        return {"error": str(error)}
    return {"svg": str(svg)}


def paint(svg: str, scale: float) -> dict[str, str]:
    """`{"png": …}` in base64, or `{"error": …}`."""
    try:
        png = vl_convert.svg_to_png(svg, scale=scale)
    except ValueError as error:
        return {"error": str(error)}
    return {"png": base64.b64encode(png).decode()}


def main() -> None:
    """Answer one request from standard input: `specs` and `version`, or `svgs` and `scale`."""
    request = json.load(sys.stdin)
    _fence(request["memory_bytes"])
    if "svgs" in request:
        answers = [paint(svg, request["scale"]) for svg in request["svgs"]]
    else:
        answers = [draw(spec, request["version"]) for spec in request["specs"]]
    json.dump(answers, sys.stdout)


def _fence(memory_bytes: int) -> None:
    """Let the engine fill no more than so much. What it only reserves is many times that."""
    try:
        import resource  # noqa: PLC0415 - not on Windows, where the engine's own bound must do
    except ImportError:
        return
    for what, value in ((resource.RLIMIT_DATA, memory_bytes), (resource.RLIMIT_CORE, 0)):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (value if hard < 0 else min(value, hard), hard))


if __name__ == "__main__":
    main()
