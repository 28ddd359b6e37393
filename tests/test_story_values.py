"""Conditions, templates, formats and classes, on whatever an author or a file may hold."""

import math
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from geo import Limits
from story.look import palettes
from story.look.breaks import breaks_of, nice_steps
from story.model import LayerConfig, LayerLimits, ValidationError
from story.values.compare import WhereError, like
from story.values.formats import as_link, say_date, say_number
from story.values.plain import as_number
from story.values.template import parse_template
from story.values.where import MAX_LENGTH, parse_where

ROW: dict[str, Any] = {
    "n": 5, "x": 2.5, "t": "Heihe", "num": "12", "none": None, "yes": True, "a b": 3, "empty": "",
    "list": [1, 2], "big": 10**400,
}  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)


def refusal(condition: str, row: dict[str, Any] | None) -> str | None:
    """Why a condition cannot be read, or used on a row; None when it can."""
    try:
        where = parse_where(condition)
        return None if row is None or where.holds(row) in {True, False} else "no answer"
    except WhereError as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("n = 5 AND x < 3", True),
        ("n != 5 or t == 'Heihe'", True),
        ("t in ('a', \"Heihe\")", True),
        ("t not in ('a')", True),
        ("num > 9", True),
        ("1" + "+1" * 990 + " = 991", True),
        ("10 - 2 - 3 = 5 and 8 / 2 / 2 = 2 and 2 + 3 * 2 = 8", True),
        ("num = '12' and num = 12", True),
        ("none = 1 or not none = 1", False),
        ("none is null and empty is null and t is not null", True),
        ("yes and not yes = false", True),
        ("`a b` * 2 - 1 = 5", True),
        ("-n < 0 and n % 2 = 1 and n / 0 is null", True),
        ("t like 'H%h_' and t not like 'x%'", True),
        ("t contains 'ih' and t endswith 'he' and t startswith 'He'", True),
        ("list contains '[1, 2]'", True),
        ("t > 'H' and t < 'I'", True),
        ("big is not null", True),
        ("null = null", False),
    ],
)
def test_a_condition_says_which_features_are_drawn(text: str, holds: bool) -> None:  # noqa: FBT001  # the expected answer
    assert parse_where(text).holds(ROW) is holds


@given(st.text(max_size=60))
def test_any_text_is_a_condition_or_refused_in_one_sentence(text: str) -> None:
    said = refusal(text, None)
    assert said is None or said


OPERANDS = st.sampled_from(["n", "x", "t", "num", "none", "`a b`", "1", "2.5", "'He'", "true"])
SIGNS = st.sampled_from(["=", "!=", "<", ">=", "+", "*", "/", "and", "or", "like", "contains"])


@given(st.lists(st.tuples(OPERANDS, SIGNS), min_size=1, max_size=8), OPERANDS)
def test_what_can_be_read_answers_or_says_what_does_not_fit(
    parts: list[tuple[str, str]], last: str
) -> None:
    text = " ".join(f"{operand} {sign}" for operand, sign in parts) + f" {last}"
    said = refusal(text, ROW)
    assert said is None or said != "no answer"


@given(st.dictionaries(st.sampled_from(["n", "t"]), SCALARS))
def test_a_condition_stands_any_value(row: dict[str, Any]) -> None:
    for text in ("n > 3 or t = 'x'", "not (n = t)", "n + 1 < 2 and t like '%a%'"):
        said = refusal(text, row)
        assert said is None or "'" in said


@pytest.mark.parametrize(
    "text", ["(" * 500 + "n" + ")" * 500, "not " * 400 + "yes", "x" * (MAX_LENGTH + 1), "", "'"]
)
def test_a_condition_is_bounded(text: str) -> None:
    with pytest.raises(WhereError):
        parse_where(text)


@given(st.text(alphabet="ab%_", max_size=12), st.text(alphabet="ab", max_size=30))
def test_like_is_what_a_plain_search_finds(pattern: str, text: str) -> None:
    def plain(at: int, on: int) -> bool:
        if on == len(pattern):
            return at == len(text)
        if pattern[on] == "%":
            return any(plain(k, on + 1) for k in range(at, len(text) + 1))
        return at < len(text) and pattern[on] in ("_", text[at]) and plain(at + 1, on + 1)

    assert like(text, pattern) is plain(0, 0)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.text(max_size=20), max_size=4))
def test_a_template_shows_what_a_field_holds_and_nothing_else(row: dict[str, str]) -> None:
    template = parse_template("<{a}> {{x}} [{b}]")
    a, b = row.get("a", "").replace("\0", ""), row.get("b", "").replace("\0", "")
    said = template.fill(lambda field: row.get(field, ""))
    whole = f"<{a}> {{x}}" + (f" [{b}]" if b else "")
    assert said == (whole.strip() if a or b else "")


@pytest.mark.parametrize("text", ["plain", "{", "a}b", "{}", "{a"])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"'"):
        parse_template(text)


@pytest.mark.parametrize(
    ("value", "decimals", "language", "said"),
    [
        (1234567, None, "en", "1,234,567"),
        (1999, None, "en", "1999"),
        (12345.678, 1, "de", "12.345,7"),
        (-0.01, 1, "en", "0.0"),
        ("23456", 0, "ru", "23\u202f456"),
        ("n/a", 2, "en", "n/a"),
        (None, 2, "en", ""),
        (0.1 + 0.2, None, "en", "0.3"),
        (2**60, None, "en", "1,152,921,504,606,846,976"),
        (-5, 0, "en", "−5"),
    ],
)
def test_numbers_are_written_in_the_language_s_way(
    value: Any, decimals: int | None, language: str, said: str
) -> None:
    assert say_number(value, decimals=decimals, language=language) == said


@given(SCALARS, st.none() | st.integers(0, 10))
def test_any_value_can_be_written(value: Any, decimals: int | None) -> None:
    assert isinstance(say_number(value, decimals=decimals, language="en"), str)
    assert isinstance(say_date(value, precision="day", language="en"), str)


@pytest.mark.parametrize(
    ("value", "precision", "language", "said"),
    [
        ("2023-08-31", "day", "en", "31 August 2023"),
        ("2023-08-31T10:00:00+08:00", "month", "ru", "августа 2023"),
        ("2023-08", "day", "en", "August 2023"),
        ("2023-08-31", "year", "en", "2023"),
        ("2023-08-31", "day", "zh", "2023年8月31日"),
        ("2023-08-31", "day", "eo", "2023-08-31"),
        ("2023-02-30", "day", "en", "2023-02-30"),
        ("31.8.2023", "day", "en", "31.8.2023"),
        (1969, "day", "en", "1969"),
    ],
)
def test_dates_are_written_out(value: Any, precision: str, language: str, said: str) -> None:
    assert say_date(value, precision=precision, language=language) == said


@pytest.mark.parametrize(
    "text",
    ["javascript:alert(1)", " java\nscript:x", "data:text/html,x", "//x.org", "https://a b", "x",
     'https://a"b', "file:///etc/passwd", "https://<b>", ""],
)  # fmt: skip
def test_what_is_no_safe_address_is_no_link(text: str) -> None:
    assert as_link(text) is None


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=60), st.integers(2, 7))
@example([0.0, 5e-324], 2)  # a range that floats cannot divide
def test_limits_of_classes_rise_and_part_the_values(values: list[float], count: int) -> None:
    for scheme in ("quantiles", "equal_interval", "jenks", "std_mean", "head_tail"):
        limits = breaks_of(values, scheme=scheme, count=count)
        assert limits == sorted(set(limits))
        assert all(math.isfinite(limit) for limit in limits)
        assert len(limits) < 20


@pytest.mark.parametrize("scheme", ["quantiles", "jenks", "pretty", "box_plot", "maximum_breaks"])
def test_a_scheme_finds_the_same_limits_each_time(scheme: str) -> None:
    values = [float(i * i % 97) for i in range(400)]
    assert breaks_of(values, scheme=scheme, count=5) == breaks_of(values, scheme=scheme, count=5)


@given(st.floats(1e-9, 1e12))
def test_steps_of_a_legend_of_sizes_are_round_and_not_above_the_largest(largest: float) -> None:
    steps = nice_steps(largest)
    assert max(steps) <= largest * (1 + 1e-9)
    assert all(f"{step:e}"[0] in "125" for step in steps)


def test_every_palette_gives_as_many_colours_as_are_asked_for() -> None:
    for name in palettes.names().values():
        for count in range(1, palettes.largest(name) + 1):
            found = palettes.colours(name, count)
            assert len(found) == count
            assert all(len(colour) == 7 for colour in found)
        assert palettes.colours(f"{name}_r", 3) == palettes.colours(name, 3)[::-1]


def test_every_limit_can_be_set() -> None:
    assert set(LayerLimits.model_fields) == set(vars(Limits()))
    for name, value in vars(Limits()).items():
        assert f"by default {value:,}" in str(LayerLimits.model_fields[name].description)


JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(st.dictionaries(st.sampled_from(sorted(LayerConfig.model_fields)), JSON, max_size=5))
def test_any_config_of_a_layer_is_read_or_refused_with_reasons(config: dict[str, Any]) -> None:
    try:
        LayerConfig.model_validate({"source": "a.geojson"} | config)
        reasons = None
    except ValidationError as error:
        reasons = error.errors()
    assert reasons is None or all(reason["msg"] for reason in reasons)


@given(st.text(max_size=30))
def test_only_plain_numbers_are_numbers(text: str) -> None:
    number = as_number(text)
    assert number is None or number == float(text)
