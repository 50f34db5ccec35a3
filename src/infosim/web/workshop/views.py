"""What each role sees of a session: never more than it should know yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.workshop.jobs import is_computed, job_of
from infosim.web.workshop.scoring import points, team_scores
from infosim.web.workshop.session import activity_of, buckets
from infosim.web.workshop.spending import purse, role_of
from infosim.web.workshop.state import Phase, State
from infosim.web.workshop.truths import points_by_phone, result_of, truth_of

Material = Mapping[str, Any]
View = dict[str, Any]

HIDDEN = ("truth", "values")
"""What of a question nobody is told before its outcome is shown."""


def phone_view(state: State, material: Material, phone: str) -> View:
    """Give what a participant sees: the question, what it answered itself, and its own points."""
    asked, team = activity_of(state, material), state.team(phone)
    mine = state.answers.get(state.question, {}).get(phone)
    truth = truth_of(state, asked) if state.phase == "shown" else None
    view = {
        **common(state, material),
        "number": state.number(phone),
        "team": team,
        "mine": mine,
        "points": points_by_phone(state, material)[phone],
    }
    if mine is not None and truth is not None:
        view["earned"] = points(asked, truth, mine)
    if asked.get("kind") in ("coins", "roles"):
        view["purse"] = purse_view(state, asked, team)
    return view


def stage_view(state: State, material: Material) -> View:
    """Give what the wall shows: how many answered, their guesses once closed, the outcome once shown."""
    view = {
        **common(state, material),
        **counts(state),
        "plays": state.plays,
        "claims": material["claims"],
    }
    if state.phase != "open":
        view |= guesses(state, activity_of(state, material))
    if state.phase == "shown":
        view |= outcome(state, material)
    if state.activity in ("end", "lobby") or state.phase == "shown":
        by_team = team_scores(state, points_by_phone(state, material))
        view["scores"] = {str(team): round(mean, 1) for team, mean in by_team.items()}
    return view


def trainer_view(state: State, material: Material) -> View:
    """Give what the trainer sees: what the wall shows, and what is needed to lead."""
    asked = activity_of(state, material)
    return {
        **stage_view(state, material),
        "programme": [{"id": one["id"], "kind": one["kind"]} for one in material["programme"]],
        "hands": {name: state.hands.get(state.question, {}).get(name, 0) for name in buckets(asked)},
        "sliders": material["sliders"],
        "purses": [purse_view(state, asked, team) for team in range(1, state.teams + 1)]
        if asked.get("kind") in ("coins", "roles")
        else [],
        "is_planned": bool(state.plans),
    }


def common(state: State, material: Material) -> View:
    """Give what everybody sees."""
    asked = activity_of(state, material)
    open_ = {name: value for name, value in asked.items() if name not in HIDDEN}
    moved = {}
    if state.asked is not None:
        slider = material["sliders"][state.asked[0]]
        moved = {
            "slider": slider["title"],
            "own": slider["own"],
            "to": slider["stops"][state.asked[1]],
            "arm": slider["arm"],
        }
    return {
        "version": state.version,
        "title": material["title"],
        "question": material["question"],
        "activity": state.activity,
        "phase": state.phase,
        "turn": state.turn,
        "key": state.question,
        "asked": {**open_, "fill": {**asked.get("fill", {}), **moved}} if asked else None,
        "is_ready": state.activity != "what_if" or state.asked is not None,
        "teams": state.teams,
    }


def counts(state: State) -> View:
    """Count who takes part, who has answered, and which teams have planned."""
    return {
        "n_phones": len(state.phones),
        "n_answers": len(state.answers.get(state.question, {})),
        "n_hands": sum(state.hands.get(state.question, {}).values()),
        "n_plans": len(state.plans.get(state.question, {})),
    }


def guesses(state: State, asked: Mapping[str, Any]) -> View:
    """Give the answers without names: numbers in order, or how often each choice; hands apart."""
    given = state.answers.get(state.question, {}).values()
    hands = state.hands.get(state.question, {})
    if asked.get("kind") == "number":
        return {"guesses": sorted(given), "counted": hands}
    votes = {choice["id"]: 0 for choice in asked.get("choices", ())}
    for answer in given:
        votes[str(answer)] += 1
    return {"votes": {name: n + hands.get(name, 0) for name, n in votes.items()}}


def outcome(state: State, material: Material) -> View:
    """Give what came out of what was asked."""
    asked = activity_of(state, material)
    shown: View = {"truth": truth_of(state, asked), "outcome": material["outcome"]}
    if "values" in asked:
        shown["values"] = asked["values"]
    arms = asked.get("arms", ())
    if arms:
        shown["days"] = material["days"]
        shown["curves"] = [{"title": material["titles"][arm], **material["curves"][arm]} for arm in arms]
    if (result := result_of(state, job_of(state))) is not None:
        shown["result"] = result
        shown["plans"] = plans(state)
    return shown


def plans(state: State) -> View:
    """Give the plans of all teams."""
    return {team: dict(items) for team, items in sorted(state.plans.get(state.question, {}).items())}


def purse_view(state: State, asked: Mapping[str, Any], team: int) -> View:
    """Give what a team can buy, and what it has bought."""
    prices, most, budget = purse(asked, team)
    return {
        "team": team,
        "role": role_of(team) if asked["kind"] == "roles" else None,
        "items": [item for item in asked["items"] if item["id"] in prices],
        "most": most,
        "budget": budget,
        "plan": dict(state.plans.get(state.question, {}).get(str(team), {})),
    }


def is_waiting(state: State, material: Material) -> bool:
    """Tell whether something is still being computed that the trainer wants to show."""
    phase: Phase = state.phase
    return phase == "closed" and not is_computed(state, material)
