"""Charts, drawn once when the page is built: figures in, an SVG picture, words and a table out.

The one home of Altair (in `marks`, by which charts are described, and `spec`, which checks an
author's own) and of vl-convert (in `child`, a process of its own that draws).
"""
