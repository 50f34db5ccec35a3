"""How a session goes on, without a server: pure functions of events."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from infosim.web.workshop.events import (
    KINDS,
    NOBODY,
    PHONE,
    SERVER,
    STAGE,
    TRAINER,
    Event,
    RefusedError,
    read_event,
)
from infosim.web.workshop.jobs import job_of
from infosim.web.workshop.scoring import FULL, points
from infosim.web.workshop.session import after, buckets, replayed
from infosim.web.workshop.state import State
from infosim.web.workshop.views import phone_view, stage_view, trainer_view

CURVE = {"mean": [0.0, 40.0], "runs": [[0.0, 40.0]], "peak": 40.0, "peak_day": 1.0}

MATERIAL: dict[str, Any] = {
    "title": "A village",
    "question": "How many?",
    "claims": ["The well is poisoned."],
    "days": [0.0, 1.0],
    "titles": {"none": "Nothing", "talk": "A talk"},
    "curves": {"none": CURVE, "talk": CURVE},
    "outcome": {"words": "days", "unit": "days"},
    "sliders": [{"title": "reach", "arm": "A talk", "own": "40%", "stops": ["20%", "60%"]}],
    "programme": [
        {"id": "peak", "kind": "number", "low": 0, "high": 100, "truth": 40.0, "arms": ["none"], "fill": {}},
        {"id": "coins", "kind": "coins", "items": [{"id": "ads"}, {"id": "radio"}], "most": 5, "budget": 6},
        {"id": "group", "kind": "choice", "choices": [{"id": "young"}, {"id": "old"}], "truth": "old"},
        {"id": "what_if", "kind": "what_if", "choices": [{"id": "more"}, {"id": "same"}, {"id": "fewer"}]},
        {
            "id": "roles",
            "kind": "roles",
            "items": [
                {"id": role, "role": role, "price": 2} for role in ("ministry", "platform", "civil", "rumour")
            ],
            "most": 1,
            "budget": 3,
        },
    ],
}
ENTRY = {**CURVE, "averted": 1.0, "gap": 0.5, "cost": 0.0}


def said(kind: str, by: str = "", **values: Any) -> Event:
    """Write an event."""
    return Event(kind, by, values)


def going(*events: Event) -> State:
    """Give the state after some events."""
    return replayed(list(events), MATERIAL)


BEGIN = (said("join", "ann"), said("join", "ben"), said("go", to="peak"))


def test_an_answer_counts_once_and_the_last_one() -> None:
    """Fault: two answers of one phone, both counted."""
    state = going(
        *BEGIN,
        said("answer", "ann", question="peak", value=1),
        said("answer", "ann", question="peak", value=2),
    )
    assert state.answers == {"peak": {"ann": 2}}


@pytest.mark.parametrize("value", [-1, 101, "young", "40"])
def test_an_answer_outside_the_range_is_refused(value: Any) -> None:
    """Fault: a guess of a million that makes the histogram useless for all."""
    with pytest.raises(RefusedError, match="refused_form"):
        going(*BEGIN, said("answer", "ann", question="peak", value=value))


def test_a_late_answer_does_not_count_for_the_next_question() -> None:
    """Fault: an answer that was on its way when the trainer went on, counted there."""
    with pytest.raises(RefusedError, match="refused_late"):
        going(*BEGIN, said("go", to="group"), said("answer", "ann", question="peak", value=3))


def test_nobody_guesses_what_was_shown() -> None:
    """Fault: a question that is open again when the trainer goes back to it."""
    shown = (*BEGIN, said("close"), said("show"), said("go", to="group"), said("go", to="peak"))
    assert going(*shown).phase == "shown"


def test_a_plan_is_bounded() -> None:
    """Fault: more coins than there are, or a sixth coin on one thing."""
    coins = (*BEGIN, said("go", to="coins"))
    state = going(*coins, said("plan", "ann", question="coins", items={"ads": 5, "radio": 1}))
    assert state.plans == {"coins": {"1": {"ads": 5, "radio": 1}}}
    for items, reason in (
        ({"ads": 5, "radio": 2}, "refused_budget"),
        ({"ads": 6}, "refused_form"),
        ({"television": 1}, "refused_form"),
    ):
        with pytest.raises(RefusedError, match=reason):
            going(*coins, said("plan", "ann", question="coins", items=items))


def test_a_role_moves_only_what_is_its_own() -> None:
    """Fault: a ministry that spreads the rumour."""
    roles = (*BEGIN, said("go", to="roles"))
    going(*roles, said("plan", "ann", question="roles:1", items={"ministry": 1}))
    with pytest.raises(RefusedError, match="refused_form"):
        going(*roles, said("plan", "ann", question="roles:1", items={"rumour": 1}))


def test_what_has_to_run_follows_from_the_state() -> None:
    """All moves together, and once without each role; other plans are another job.

    Fault: a role whose moves stay in when it is left out.
    """
    roles = [*BEGIN, said("go", to="roles")]
    roles += [
        said("plan_for", question="roles:1", team=n + 1, items={role: 1})
        for n, role in enumerate(("ministry", "platform"))
    ]
    assert job_of(going(*roles)) is None
    job = job_of(going(*roles, said("close")))
    assert job is not None
    assert job.arms["together"] == {"ministry": 1, "platform": 1}
    assert job.arms["without_ministry"] == {"platform": 1}
    assert job.arms["without_rumour"] == job.arms["together"]
    other = job_of(going(*roles[:-1], said("close")))
    assert other is not None
    assert other.key != job.key


def test_nothing_is_shown_before_it_is_computed() -> None:
    """Fault: an outcome that is shown empty because the trainer was quick."""
    asked = (*BEGIN, said("go", to="what_if"), said("what_if", slider=0, stop=1), said("close"))
    with pytest.raises(RefusedError, match="refused_computing"):
        going(*asked, said("show"))
    job = job_of(going(*asked))
    assert job is not None
    result = {"days": [0.0], "baseline": {**ENTRY, "peak": 40.0}, "arms": {"moved": {**ENTRY, "peak": 30.0}}}
    state = going(*asked, said("computed", key=job.key, result=result), said("show"))
    assert stage_view(state, MATERIAL)["truth"] == "fewer"


def test_points() -> None:
    """Fault: a guess that is twice as wrong, with the same points."""
    asked = {"low": 0, "high": 100}
    assert [points(asked, 40, guess) for guess in (40, 45, 65, 90, 100)] == [FULL, 9, 5, 0, 0]
    assert [points(asked, "old", choice) for choice in ("old", "young")] == [FULL, 0]


def test_hands_are_counted_in_ten_parts() -> None:
    """Fault: a part of the range that nobody can be counted in."""
    asked = {"kind": "number", "low": 0, "high": 25}
    assert buckets(asked) == ["0", "2.5", "5", "7.5", "10", "12.5", "15", "17.5", "20", "22.5"]


def test_a_phone_sees_only_its_own() -> None:
    """Fault: the answers of others, or their secrets' names, on a phone."""
    state = going(*BEGIN, said("answer", "ben", question="peak", value=77), said("close"))
    assert "77" not in str(phone_view(state, MATERIAL, "ann"))
    for view in (
        phone_view(state, MATERIAL, "ann"),
        stage_view(state, MATERIAL),
        trainer_view(state, MATERIAL),
    ):
        assert not {"'ann'", "'ben'"} & set(str(view).replace(",", " ").replace(":", " ").split())


values = some.one_of(
    some.integers(-2, 120),
    some.floats(allow_nan=True),
    some.sampled_from(
        ["peak", "coins", "roles:1", "what_if", "what_if:0:1", "lobby", "old", "", "x" * 100, "\n"]
    ),
    some.dictionaries(
        some.sampled_from(["ads", "radio", "rumour", "0", "old"]), some.integers(-1, 7), max_size=3
    ),
    some.none(),
    some.booleans(),
)
anything = some.builds(
    lambda kind, more: {"kind": kind, **more},
    some.sampled_from([*KINDS, "shutdown"]),
    some.dictionaries(
        some.sampled_from(["question", "value", "items", "team", "to", "counts", "slider", "stop", "n"]),
        values,
        max_size=3,
    ),
)
roles = some.sampled_from([TRAINER, STAGE, PHONE, NOBODY, SERVER])


@given(some.lists(some.tuples(anything, roles, some.sampled_from(["ann", "ben"])), max_size=40))
def test_whatever_is_said_a_session_goes_on(sayings: list[tuple[Any, str, str]]) -> None:
    """Say anything: it is refused, or there is a state that every view can be made of, and made again.

    Fault: an exception in the middle of a workshop, or a journal that cannot be replayed.
    """
    state, kept = going(*BEGIN), list(BEGIN)
    for saying, role, by in sayings:
        try:
            event = read_event(saying, role, by)
            state = after(state, event, MATERIAL)
        except RefusedError:
            continue
        kept.append(event)
    for view in (stage_view, trainer_view):
        view(state, MATERIAL)
    phone_view(state, MATERIAL, "ann")
    assert replayed(kept, MATERIAL) == state
