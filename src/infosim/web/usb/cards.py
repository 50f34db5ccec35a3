"""Cards to print and cut: predictions, coins, roles, and what to do on Monday."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from infosim.web.usb.asked import question_of, title_of
from infosim.web.usb.paper import Words, box, element, listed, page
from infosim.web.workshop.spending import ROLES

COPIES = 4
"""Cards of a kind on a page of A4."""


def cards(material: Mapping[str, Any], language: str) -> str:
    """Write the cards of a workshop.

    Parameters
    ----------
    material : what the workshop asks and shows
    language : one of `words.LANGUAGES`
    """
    say = Words(language)
    sheets = [box("sheet", *([card] * COPIES)) for card in single(material, say)]
    sheets += [
        box("sheet", *role_cards(activity, say))
        for activity in material["programme"]
        if activity["kind"] == "roles"
    ]
    return page(
        say("cards_title"),
        say.language,
        element("h1", material["title"]),
        element("p", say("cards_how"), "note"),
        *sheets,
    )


def single(material: Mapping[str, Any], say: Words) -> Iterator[str]:
    """Write one card of each kind that everybody gets."""
    questions = [one for one in material["programme"] if one["kind"] in ("number", "choice")]
    # Two questions fit on a card; each is answered before anything is shown.
    for k in range(0, len(questions), 2):
        yield box("card", *(asked(activity, say) for activity in questions[k : k + 2]))
    for activity in material["programme"]:
        if activity["kind"] == "coins":
            yield box(
                "card",
                element("h2", say("name_coins")),
                element("p", question_of(activity, say)),
                coins(activity, say),
            )
    yield box(
        "card",
        element("h2", say("monday_title")),
        element("p", say("monday")),
        *([element("p", "", "line")] * 3),
        element("p", say("reminder"), "note"),
    )


def asked(activity: Mapping[str, Any], say: Words) -> str:
    """Write a question with room for its answer; nothing that came out of an earlier one is on paper."""
    hidden = {**activity, "fill": {**activity.get("fill", {}), "before": "____"}}
    parts = [element("p", question_of(hidden, say), "ask")]
    if activity["kind"] == "number":
        parts.append(element("p", say("my_guess", low=activity["low"], high=activity["high"]), "answer"))
    else:
        parts.append(listed("☐ " + title_of(activity, choice["id"], say) for choice in activity["choices"]))
    return "".join(parts)


def coins(activity: Mapping[str, Any], say: Words) -> str:
    """Write what coins buy, with a circle for each."""
    rows = [
        f"{item['title']}: {'◯ ' * activity['most']} {item['field']} {item['doses'][1]} … {item['doses'][-1]}"
        for item in activity["items"]
    ]
    return listed(rows)


def role_cards(activity: Mapping[str, Any], say: Words) -> Iterator[str]:
    """Write a card for each role, with its aim and its moves."""
    for role in ROLES:
        moves = [item for item in activity["items"] if item["role"] == role]
        lines = ["☐☐☐ " + say("priced", move=say(f"move_{one['id']}"), price=one["price"]) for one in moves]
        yield box(
            "card",
            element("h2", say(f"role_{role}")),
            element("p", say(f"aim_{role}")),
            element("p", question_of(activity, say)),
            listed(lines),
            element("p", say("three_rounds"), "note"),
        )
