"""What is asked in a workshop and what came out, in words, for paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.usb.paper import Words


def question_of(activity: Mapping[str, Any], say: Words) -> str:
    """Write the question of an activity, as the wall shows it."""
    name = activity["id"]
    if activity["kind"] == "what_if":
        return say("ask_what_if_wait")
    several = "_several" if activity.get("several") else ""
    budget = {"budget": activity.get("budget", ""), "most": activity.get("most", "")}
    return say(f"ask_{name}{several}", **{**activity.get("fill", {}), **budget})


def answer_of(activity: Mapping[str, Any], say: Words) -> str:
    """Write what came out; empty where that depends on the room."""
    truth = activity.get("truth")
    if truth is None:
        return ""
    return say("truth", value=title_of(activity, truth, say))


def title_of(activity: Mapping[str, Any], answer: Any, say: Words) -> str:
    """Write an answer as people read it."""
    for choice in activity.get("choices", ()):
        if choice["id"] == answer:
            return str(choice.get("title") or say(f"choice_{answer}"))
    return f"{answer:g}" if isinstance(answer, int | float) else str(answer)
