"""Where a session stands: what was asked, answered, planned and computed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Phase = Literal["open", "closed", "shown"]
"""People answer; answers are seen; the outcome is seen."""

Answer = float | str
Items = Mapping[str, int]
"""What a team spends on, by item."""

LOBBY, END = "lobby", "end"
"""The activities that every session has beside those of its material."""

TEAMS = (1, 8)


@dataclass(frozen=True)
class State:
    """Where a session stands.

    Attributes
    ----------
    version : how many events came before
    activity, phase : what the room does now
    turn : round of the role play, from 1
    asked : slider and stop that the room is asked about; none before a choice
    teams : number of teams
    phones : who takes part, in the order of joining; a digest of a secret, nothing personal
    answers : by question, by phone
    hands : by question, how many hands were counted for each answer
    plans : by question, by team
    shown : questions whose outcome was shown, in order
    results : what was computed, by key
    plays : how often the trainer has started the playback since the outcome was shown
    """

    version: int = 0
    activity: str = LOBBY
    phase: Phase = "open"
    turn: int = 1
    asked: tuple[int, int] | None = None
    teams: int = 4
    phones: tuple[str, ...] = ()
    answers: Mapping[str, Mapping[str, Answer]] = field(default_factory=dict)
    hands: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    plans: Mapping[str, Mapping[str, Items]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()
    results: Mapping[str, Any] = field(default_factory=dict)
    plays: int = 0

    def number(self, phone: str) -> int:
        """Give the number of a phone, from 1."""
        return self.phones.index(phone) + 1

    def team(self, phone: str) -> int:
        """Give the team of a phone, from 1: phones are dealt out in turn."""
        return (self.number(phone) - 1) % self.teams + 1

    @property
    def question(self) -> str:
        """The key of what the room is asked now, under which answers are kept."""
        return question(self.activity, self.turn, self.asked)


def question(activity: str, turn: int, asked: tuple[int, int] | None) -> str:
    """Name what is asked: activities that can be repeated have a key for each time."""
    if activity == "roles":
        return f"roles:{turn}"
    if activity == "what_if" and asked is not None:
        return f"what_if:{asked[0]}:{asked[1]}"
    return activity
