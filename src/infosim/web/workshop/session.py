"""How a session goes on: from a state and an event to the next state, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from infosim.web.workshop.events import Event, RefusedError
from infosim.web.workshop.jobs import is_computed
from infosim.web.workshop.spending import purse, total
from infosim.web.workshop.state import END, LOBBY, TEAMS, Items, State

Material = Mapping[str, Any]
"""What a scenario gives a session: questions, curves, sliders, items; plain data."""

MOST_PHONES = 200
TURNS = 5
"""Rounds of the role play, at most."""


def after(state: State, event: Event, material: Material) -> State:
    """Give the state after an event.

    Raises
    ------
    RefusedError
        It does not fit where the session stands.
    """
    changed = STEPS[event.kind](state, event, material)
    return replace(changed, version=state.version + 1)


def replayed(events: list[Event], material: Material) -> State:
    """Give the state after everything that a journal holds."""
    state = State()
    for event in events:
        state = after(state, event, material)
    return state


def activity_of(state: State, material: Material) -> Mapping[str, Any]:
    """Give what the material says of the present activity; nothing of the lobby and the end."""
    return next((one for one in material["programme"] if one["id"] == state.activity), {})


def _demand(is_so: bool, reason: str) -> None:
    if not is_so:
        raise RefusedError(reason)


def _with(table: Mapping[str, Any], key: str, value: Any) -> Mapping[str, Any]:
    return {**table, key: value}


def _join(state: State, event: Event, material: Material) -> State:
    if event.by in state.phones:
        return state
    _demand(len(state.phones) < MOST_PHONES, "refused_full")
    return replace(state, phones=(*state.phones, event.by))


def _is_asked(state: State, event: Event) -> None:
    """Demand that an answer is to what is asked now: a late one must not count elsewhere."""
    _demand(event.values["question"] == state.question, "refused_late")


def _answer(state: State, event: Event, material: Material) -> State:
    _demand(event.by in state.phones, "refused_role")
    _is_asked(state, event)
    _demand(state.phase == "open", "refused_closed")
    value, asked = event.values["value"], activity_of(state, material)
    _demand(is_possible(asked, value), "refused_form")
    mine = _with(state.answers.get(state.question, {}), event.by, value)
    return replace(state, answers=_with(state.answers, state.question, mine))


def is_possible(asked: Mapping[str, Any], value: Any) -> bool:
    """Tell whether a value answers a question: within the range, or one of the choices."""
    if asked.get("kind") == "number":
        return not isinstance(value, str) and asked["low"] <= value <= asked["high"]
    return value in [choice["id"] for choice in asked.get("choices", ())]


def _plan(state: State, event: Event, material: Material) -> State:
    _demand(event.by in state.phones, "refused_role")
    return _planned(state, event, material, state.team(event.by))


def _plan_for(state: State, event: Event, material: Material) -> State:
    return _planned(state, event, material, event.values["team"])


def _planned(state: State, event: Event, material: Material, team: int) -> State:
    _is_asked(state, event)
    _demand(state.phase == "open", "refused_closed")
    _demand(1 <= team <= state.teams, "refused_form")
    items: Items = {item: n for item, n in event.values["items"].items() if n}
    prices, most, budget = purse(activity_of(state, material), team)
    _demand(set(items) <= set(prices) and all(n <= most for n in items.values()), "refused_form")
    _demand(total(items, prices) <= budget, "refused_budget")
    plans = _with(state.plans.get(state.question, {}), str(team), items)
    return replace(state, plans=_with(state.plans, state.question, plans))


def _go(state: State, event: Event, material: Material) -> State:
    to = event.values["to"]
    _demand(to in (LOBBY, END, *(one["id"] for one in material["programme"])), "refused_form")
    moved = replace(state, activity=to, phase="open", asked=None)
    # Going back to what was shown shows it again: nobody guesses what everybody knows.
    return replace(moved, phase="shown", plays=0) if moved.question in state.shown else moved


def _close(state: State, event: Event, material: Material) -> State:
    _demand(state.phase == "open" and bool(activity_of(state, material)), "refused_late")
    _demand(state.activity != "what_if" or state.asked is not None, "refused_late")
    return replace(state, phase="closed")


def _reopen(state: State, event: Event, material: Material) -> State:
    _demand(state.phase == "closed", "refused_late")
    return replace(state, phase="open")


def _show(state: State, event: Event, material: Material) -> State:
    _demand(state.phase == "closed", "refused_late")
    _demand(is_computed(state, material), "refused_computing")
    seen = state.shown if state.question in state.shown else (*state.shown, state.question)
    return replace(state, phase="shown", shown=seen, plays=0)


def _hands(state: State, event: Event, material: Material) -> State:
    _is_asked(state, event)
    counts, asked = event.values["counts"], activity_of(state, material)
    _demand(set(counts) <= set(buckets(asked)), "refused_form")
    return replace(state, hands=_with(state.hands, state.question, counts))


def buckets(asked: Mapping[str, Any]) -> list[str]:
    """List what hands are counted for: the choices, or ten parts of the range, named by their lower ends."""
    if asked.get("kind") == "number":
        width = (asked["high"] - asked["low"]) / 10
        return [f"{asked['low'] + n * width:g}" for n in range(10)]
    return [choice["id"] for choice in asked.get("choices", ())]


def _what_if(state: State, event: Event, material: Material) -> State:
    _demand(state.activity == "what_if", "refused_late")
    slider, stop = event.values["slider"], event.values["stop"]
    _demand(0 <= slider < len(material["sliders"]), "refused_form")
    _demand(0 <= stop < len(material["sliders"][slider]["stops"]), "refused_form")
    return replace(state, asked=(slider, stop), phase="open")


def _teams(state: State, event: Event, material: Material) -> State:
    least, most = TEAMS
    _demand(least <= event.values["n"] <= most, "refused_form")
    _demand(not state.plans, "refused_late")
    return replace(state, teams=event.values["n"])


def _next_turn(state: State, event: Event, material: Material) -> State:
    _demand(state.activity == "roles" and state.phase == "shown" and state.turn < TURNS, "refused_late")
    return replace(state, turn=state.turn + 1, phase="open")


def _play(state: State, event: Event, material: Material) -> State:
    return replace(state, plays=state.plays + 1)


def _computed(state: State, event: Event, material: Material) -> State:
    return replace(state, results=_with(state.results, event.values["key"], event.values["result"]))


STEPS: dict[str, Callable[[State, Event, Material], State]] = {
    "join": _join,
    "answer": _answer,
    "plan": _plan,
    "plan_for": _plan_for,
    "go": _go,
    "close": _close,
    "reopen": _reopen,
    "show": _show,
    "hands": _hands,
    "what_if": _what_if,
    "teams": _teams,
    "next_turn": _next_turn,
    "play": _play,
    "computed": _computed,
}
"""What each kind of event does."""
