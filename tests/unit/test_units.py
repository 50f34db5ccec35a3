"""How numbers are written: what is read, what is refused, and that writing it back changes nothing."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from infosim.units import (
    Cost,
    Day,
    Dwell,
    Hours,
    Lasting,
    Level,
    Margin,
    Moment,
    Money,
    Number,
    Published,
    Share,
    Sizes,
    Span,
    Switch,
    Whole,
    show,
)

START = {"start": datetime.date(2022, 3, 1)}
ADAPTERS = {
    kind: TypeAdapter(form)
    for kind, form in {
        "share": Share,
        "hours": Hours,
        "moment": Moment,
        "day": Day,
        "cost": Cost,
        "sizes": Sizes,
        "margin": Published,
        "lasting": Lasting,
        "level": Level,
        "whole": Whole,
        "number": Number,
        "switch": Switch,
    }.items()
}


def read(kind: str, written: Any) -> Any:
    return ADAPTERS[kind].validate_python(written, context=START)


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("share", "70%", 0.7),
        ("share", "10.9%", 0.109),
        ("share", "0.7%", 0.007),
        ("share", " 0.5 % ", 0.005),
        ("share", "1e1%", 0.1),
        ("share", 0.7, 0.7),
        ("share", 1, 1.0),
        ("share", 0, 0.0),
        ("hours", "36 h", 36.0),
        ("hours", "1 hour", 1.0),
        ("hours", "8 weeks", 1344.0),
        ("hours", "20 min", 1 / 3),
        ("hours", "1.5days", 36.0),
        ("hours", "2 months", 1461.0),
        ("moment", "week 1", 0.0),
        ("moment", "week 6", 840.0),
        ("moment", "day 10", 216.0),
        ("moment", "2022-03-02", 24.0),
        ("moment", "36 h", 36.0),
        ("day", "2022-03-01", datetime.date(2022, 3, 1)),
        ("cost", "0.02 USD", Money(0.02, "USD")),
        ("cost", "499 BTN", Money(499.0, "BTN")),
        ("cost", 3, Money(3.0, "USD")),
        ("sizes", "5..40", Span(5, 40)),
        ("sizes", "5 .. 5", Span(5, 5)),
        ("sizes", 7, Span(7, 7)),
        ("margin", "70% +- 2%", Margin(0.7, 0.02)),
        ("margin", "70% ± 2%", Margin(0.7, 0.02)),
        ("lasting", "12 h", Dwell(half_life=12.0)),
        ("lasting", "never", Dwell()),
        ("lasting", {"exactly": "6 h"}, Dwell(exactly=6.0)),
        ("level", "mid_high", 0.75),
        ("level", "60%", 0.6),
        ("whole", 5, 5),
        ("whole", 1e3, 1000),
        ("number", 5, 5.0),
        ("switch", True, True),
    ],
)
def test_what_people_write_is_read(kind: str, written: Any, value: Any) -> None:
    """Fault: 0.7% is read as 0.7 / 100, which is another float than 0.007."""
    assert read(kind, written) == value


@pytest.mark.parametrize(
    ("kind", "written", "words"),
    [
        ("share", 70, "70 is not a share\nwrite 70% or 0.7"),
        ("share", "170%", "more than everybody"),
        ("share", -0.1, "is not a share"),
        ("share", True, "true is not a share"),
        ("share", "1e999%", "more than everybody"),
        ("share", None, "nothing is not a share"),
        ("share", [1], "a list is not a share"),
        ("hours", 36, "36 is not a duration"),
        ("hours", "-3 h", "is not a duration"),
        ("hours", "1e400 h", "is too long"),
        ("hours", "9" * 400 + " years", "is too long"),
        ("moment", "week 0", "the first one is week 1"),
        ("moment", "week " + "9" * 400, "is not a moment"),
        ("moment", "2022-02-28", "is before the start"),
        ("moment", "2022-02-30", "is not a date"),
        ("moment", 6, "is not a moment"),
        ("cost", "-3 USD", "is not an amount"),
        ("cost", "1e400 USD", "is not an amount"),
        ("sizes", "40..5", "write 5..40"),
        ("sizes", "9999999999..99999999999", "is not a range"),
        ("margin", "70%", "write 70% +- 2%"),
        ("margin", "70 +- 2", "is not a share"),
        ("lasting", "0 h", "no time at all"),
        ("lasting", {"exactly": 6}, "6 is not a duration"),
        ("lasting", {"half": "6 h"}, "a map is not a duration"),
        ("level", "hihg", "write low, low_mid, mid, mid_high, high"),
        ("level", 70, "is not a level"),
        ("whole", "5", "without quotes"),
        ("whole", True, "true is not a number"),
        ("number", "5", "without quotes"),
        ("switch", "no", "write true or false"),
        ("switch", 1, "write true or false"),
    ],
)
def test_what_is_wrong_is_refused_with_a_remedy(kind: str, written: Any, words: str) -> None:
    """Fault: `read_hours` has no largest number, and 1e400 h is infinitely long."""
    with pytest.raises(ValidationError) as caught:
        read(kind, written)
    fault = str(caught.value.errors()[0]["ctx"]["error"])
    assert words in fault
    assert len(fault.split("\n")) == 2


def test_a_date_needs_the_start() -> None:
    with pytest.raises(ValidationError, match="needs to know when the study starts"):
        ADAPTERS["moment"].validate_python("2022-03-02", context={"start": None})


amounts = st.floats(0, 1e6).map(lambda number: number + 0.0)
written_values = st.one_of(
    st.tuples(st.just("share"), st.integers(0, 1000).map(lambda n: f"{n / 10}%")),
    st.tuples(st.just("share"), st.floats(0, 1)),
    st.tuples(
        st.sampled_from(["hours", "moment"]),
        st.builds("{} {}".format, amounts, st.sampled_from(["min", "h", "days", "weeks", "months", "years"])),
    ),
    st.tuples(
        st.just("moment"), st.builds("{} {}".format, st.sampled_from(["week", "day"]), st.integers(1, 999))
    ),
    st.tuples(st.just("moment"), st.dates(START["start"], datetime.date(2200, 1, 1)).map(str)),
    st.tuples(st.just("cost"), st.builds("{} {}".format, amounts, st.sampled_from(["USD", "BTN"]))),
    st.tuples(st.just("sizes"), st.builds("{}..{}".format, st.integers(0, 9), st.integers(10, 999_999_999))),
    st.tuples(st.just("margin"), st.builds("{}% +- {}%".format, st.floats(1, 100), st.floats(0.001, 9))),
    st.tuples(st.just("lasting"), st.builds("{} days".format, st.floats(0.01, 1e5))),
    st.tuples(st.just("lasting"), st.builds(lambda n: {"exactly": f"{n} min"}, st.floats(0.01, 1e5))),
    st.tuples(st.just("level"), st.sampled_from(["low", "low_mid", "mid", "mid_high", "high", 0.3, "12.5%"])),
)


@given(written_values)
def test_the_canonical_form_reads_as_itself(case: tuple[str, Any]) -> None:
    """What is read, written canonically and read again is the same, to the last bit.

    Fault: `write_hours` rounds to six digits; the Published form cannot be read.
    """
    kind, written = case
    value = read(kind, written)
    canonical = ADAPTERS[kind].dump_python(value, mode="json")
    assert read(kind, canonical) == value
    assert ADAPTERS[kind].dump_python(read(kind, canonical), mode="json") == canonical


@given(
    st.one_of(
        st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.integers(), max_size=2)
    )
)
def test_whatever_is_written_is_read_or_refused(written: Any) -> None:
    """Fault: `week 9999...` of 400 digits overflows instead of being refused."""
    for adapter in ADAPTERS.values():
        with suppress(ValidationError):
            adapter.validate_python(written, context=START)


@given(st.text())
def test_a_value_is_shown_on_one_line(text: str) -> None:
    """Fault: `show` lets an escape sequence through to the terminal."""
    shown = show(text)
    assert shown.isprintable()
    assert len(shown) <= 42
