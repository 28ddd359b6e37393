"""Where the limits between classes lie, by mapclassify's schemes; and their round numbers.

The one home of mapclassify, which takes seconds to import: only a layer with a scheme asks for it.
"""

import itertools
import math
import sys
import warnings
from collections.abc import Sequence
from typing import Final

# so many values at most go to the scheme that takes the square of their number in steps
MOST_FOR_JENKS: Final = 500
_CLASSIFIERS: Final = {
    "quantiles": "Quantiles",
    "equal_interval": "EqualInterval",
    # the three names of one idea; this way of finding the natural breaks always finds the same
    "jenks": "FisherJenks",
    "natural_breaks": "FisherJenks",
    "fisher_jenks": "FisherJenks",
    "pretty": "PrettyBreaks",
    "std_mean": "StdMean",
    "percentiles": "Percentiles",
    "box_plot": "BoxPlot",
    "head_tail": "HeadTailBreaks",
    "maximum_breaks": "MaximumBreaks",
}
_COUNTED: Final = {"Quantiles", "EqualInterval", "FisherJenks", "PrettyBreaks", "MaximumBreaks"}


def breaks_of(values: Sequence[float], *, scheme: str, count: int) -> list[float]:
    """The limits between the classes, rising, all within the values: one fewer than classes.

    There are fewer classes than asked for when there are fewer different values, or when the
    scheme finds so. The limits are rounded as far as each value keeps near its class, so that a
    legend can state them exactly.
    """
    known = sorted(values)
    different = len(set(known))
    # a range that floats cannot divide has one class, as one value has
    if different < 2 or (known[-1] - known[0]) / count < sys.float_info.min:
        return []
    name = _CLASSIFIERS[scheme]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that few values make few classes, and that numba is away
        import mapclassify  # noqa: PLC0415  # it takes seconds to import

        classifier = getattr(mapclassify, name)
        if name == "FisherJenks":
            known = _thinned(known)
        found = (
            classifier(known, k=min(count, different)) if name in _COUNTED else classifier(known)
        )
    low, high = known[0], known[-1]
    inner = sorted({float(bin_) for bin_ in found.bins if low <= bin_ < high})
    return rounded(inner, low=low, high=high)


def rounded(limits: Sequence[float], *, low: float, high: float) -> list[float]:
    """The limits with as few decimals as keep them apart, a tenth of the least gap off at most."""
    every = [low, *(limit for limit in limits if low < limit), high]
    gap = min((b - a for a, b in itertools.pairwise(every) if b > a), default=0.0)
    if not gap:
        return list(limits)
    digits = 1 - math.floor(math.log10(gap))
    return sorted({round(limit, digits) for limit in limits})


def decimals_of(limits: Sequence[float]) -> int:
    """The decimals that state every limit, six at the most."""
    for decimals in range(6):
        if all(math.isclose(round(limit, decimals), limit, abs_tol=1e-12) for limit in limits):
            return decimals
    return 6


def nice_steps(largest: float) -> list[float]:
    """Three round values from large to small, for a legend of sizes whose largest is `largest`."""
    found = [_nice(largest), _nice(largest / 4), _nice(largest / 16)]
    return sorted(set(found), reverse=True)


def _nice(value: float) -> float:
    """The largest of 1, 2, 5, 10, 20, 50 … (or their tenths) that is not above the value."""
    power = math.floor(math.log10(value))
    for step in (5, 2, 1):
        nice = float(f"{step}e{power}")
        if nice <= value * (1 + 1e-12):
            return nice
    return float(f"5e{power - 1}")  # the logarithm was rounded up


def _thinned(values: list[float]) -> list[float]:
    """So many values, evenly spread by rank, with both ends."""
    last = len(values) - 1
    if last < MOST_FOR_JENKS:
        return values
    places = range(MOST_FOR_JENKS)
    return [values[round(place * last / (MOST_FOR_JENKS - 1))] for place in places]
