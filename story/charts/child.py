"""Draws charts in a process of its own: a JSON list of Vega-Lite specs in, one of SVG texts out.

The one home of vl-convert. Run as a script with nothing of the story imported: whatever a spec does
to the drawing engine inside, the build outlives it.
"""

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


def main() -> None:
    """Answer one request from standard input."""
    request = json.load(sys.stdin)
    json.dump([draw(spec, request["version"]) for spec in request["specs"]], sys.stdout)


if __name__ == "__main__":
    main()
