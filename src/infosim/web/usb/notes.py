"""Notes for the trainer: fifty minutes, what to ask, and what came out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.usb.asked import answer_of, question_of
from infosim.web.usb.paper import Words, box, element, listed, page

MINUTES = {
    "peak": 8,
    "coins": 6,
    "effect": 9,
    "group": 4,
    "luck": 4,
    "what_if": 6,
    "finding": 3,
    "roles": 30,
}
"""How long each activity takes; a role play is an hour of its own, or takes the place of the coins."""

WELCOME, END = 5, 5


def notes(material: Mapping[str, Any], language: str) -> str:
    """Write the notes of a workshop, in the order of its programme.

    Parameters
    ----------
    material : what the workshop asks and shows
    language : one of `words.LANGUAGES`
    """
    say = Words(language)
    parts = [
        element("h1", say("notes_title")),
        element("p", material["title"], "lead"),
        element("p", material["question"]),
        element("h2", say("before")),
        listed(say(f"before_{n}") for n in range(1, 6)),
    ]
    now = WELCOME
    parts.append(step(say("lobby"), (0, WELCOME), "", say("note_lobby"), "", say))
    for activity in [one for one in material["programme"] if one["kind"] != "roles"]:
        spent = MINUTES[activity["id"]]
        parts.append(activity_step(activity, (now, now + spent), say))
        now += spent
    parts.append(step(say("end"), (now, now + END), say("monday"), say("note_end"), "", say))
    parts += [element("h2", say("more_time")), element("p", say("more_time_how"))]
    parts += [
        activity_step(one, (0, MINUTES["roles"]), say)
        for one in material["programme"]
        if one["kind"] == "roles"
    ]
    parts += [element("h2", say("without_phones")), element("p", say("without_phones_how"))]
    parts += [element("h2", say("wifi")), element("p", say("wifi_how"))]
    return page(say("notes_title"), say.language, *parts)


def activity_step(activity: Mapping[str, Any], minutes: tuple[int, int], say: Words) -> str:
    """Write what to do in an activity."""
    name = say(f"name_{activity['id']}", turn=1)
    note = say(f"note_{activity['id']}")
    return step(name, minutes, question_of(activity, say), note, answer_of(activity, say), say)


def step(name: str, minutes: tuple[int, int], asked: str, note: str, answer: str, say: Words) -> str:
    """Write one step of the hour."""
    heading = element("h3", f"{say('minutes', begin=minutes[0], end=minutes[1])}  {name}")
    told = [
        element("p", text, kind) for text, kind in ((asked, "ask"), (note, ""), (answer, "answer")) if text
    ]
    return box("step", heading, *told)
