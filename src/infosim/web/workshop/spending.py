"""What a team may spend: coins on interventions, points on the moves of its role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from infosim.web.workshop.state import Items

ROLES = ("ministry", "platform", "civil", "rumour")
"""Who plays against whom: a ministry of health, a platform, civil society, and a rumour-monger."""


def role_of(team: int) -> str:
    """Give the role of a team; with more teams than roles, several share one."""
    return ROLES[(team - 1) % len(ROLES)]


def purse(activity: Mapping[str, Any], team: int) -> tuple[dict[str, int], int, int]:
    """Tell what a team can buy.

    Parameters
    ----------
    activity : of the material; what is no spending has no items
    team : from 1

    Returns
    -------
    The price of each item, how often each can be bought, and the budget.
    """
    items = activity.get("items", ())
    if activity.get("kind") == "roles":
        items = [item for item in items if item["role"] == role_of(team)]
    prices = {item["id"]: item.get("price", 1) for item in items}
    return prices, activity.get("most", 1), activity.get("budget", 0)


def total(items: Items, prices: Mapping[str, int]) -> int:
    """Add up what a plan costs."""
    return sum(prices[item] * n for item, n in items.items())
