"""The maintainers' tool that makes every committed layer again from public packages.

Run ``python -m layers.derive --cache DIR`` in the project's root. Building or
testing a story never needs it.
"""
