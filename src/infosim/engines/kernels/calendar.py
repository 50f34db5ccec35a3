"""A calendar of sheets: whom to look at in which step, in the order in which memory likes it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infosim.compiling import People
from infosim.engines.state import Ints, Steps

SHEET = 64
"""Numbers on a sheet: the sheet below it, how many people are on it, and the people."""


class Calendar(NamedTuple):
    """People by step; each is written down once at a time.

    Attributes
    ----------
    top : (T + 1,), the uppermost sheet of each step, 0 for none
    sheets : (n_sheets, 64), see `SHEET`
    used : (2,), how many sheets were ever used, and the uppermost that is free again
    """

    top: Steps
    sheets: Steps
    used: Ints


def write_down(calendar: Calendar, i: int, step: int) -> None:
    """Write a person down for a step of the run; what comes after the end is left out."""
    if step >= len(calendar.top):
        return
    sheet = int(calendar.top[step])
    if sheet == 0 or calendar.sheets[sheet, 1] == SHEET - 2:
        below, sheet = sheet, int(calendar.used[1])
        if sheet > 0:
            calendar.used[1] = calendar.sheets[sheet, 0]
        else:
            calendar.used[0] += 1
            sheet = int(calendar.used[0])
        calendar.sheets[sheet, 0] = below
        calendar.sheets[sheet, 1] = 0
        calendar.top[step] = sheet
    calendar.sheets[sheet, 2 + calendar.sheets[sheet, 1]] = i
    calendar.sheets[sheet, 1] += 1


def tear_off(calendar: Calendar, step: int) -> int:
    """Take the uppermost sheet of a step, to be read before anything is written down; 0 if none is left."""
    sheet = int(calendar.top[step])
    if sheet > 0:
        calendar.top[step] = calendar.sheets[sheet, 0]
        calendar.sheets[sheet, 0] = calendar.used[1]
        calendar.used[1] = sheet
    return sheet


def take_off(calendar: Calendar, step: int, people: People) -> int:
    """List all who are written down for a step, and tell how many they are."""
    n_people, sheet = 0, tear_off(calendar, step)
    while sheet > 0:
        for n in range(calendar.sheets[sheet, 1]):
            people[n_people] = calendar.sheets[sheet, 2 + n]
            n_people += 1
        sheet = tear_off(calendar, step)
    return n_people


def new_calendar(n_people: int, n_steps: int) -> Calendar:
    """Make an empty calendar with room for everybody."""
    return Calendar(
        top=np.zeros(n_steps + 1, dtype=np.int32),
        sheets=np.empty((n_people // (SHEET - 2) + n_steps + 3, SHEET), dtype=np.int32),
        used=np.zeros(2, dtype=np.int64),
    )
