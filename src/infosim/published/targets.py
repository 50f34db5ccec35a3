"""The published models that can be reproduced: what each is called, and what can be varied of it.

Nothing is imported here that takes time, so that the help of the command line can list them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from infosim.errors import InputError, Problem
from infosim.published.parameters import Parameter, Value, choice, fraction, number, whole


@dataclass(frozen=True)
class Target:
    """A published model with numbers that its authors report.

    Attributes
    ----------
    id, aliases : what it is called, and what the list of targets calls it
    title : what it is
    counts : what `ours` counts
    runs : how many runs make a number, unless told otherwise; 0 if there is no chance in it
    parameters : what can be varied
    source : key of the work in the bibliography
    """

    id: str
    aliases: tuple[str, ...]
    title: str
    counts: str
    runs: int
    parameters: tuple[Parameter, ...]
    source: str

    @property
    def defaults(self) -> dict[str, Value]:
        """What parameters are if nothing is said."""
        return {one.name: one.default for one in self.parameters}

    def parameter(self, option: str) -> Parameter:
        """Find a parameter by its option.

        Raises
        ------
        InputError
            If the model has none of that name.
        """
        known = {one.option: one for one in self.parameters}
        if option in known:
            return known[option]
        others = [target.id for target in TARGETS.values() if option in {p.option for p in target.parameters}]
        guess = get_close_matches(option, known, n=1)
        fault = f"{option} does not belong to {self.id}"
        fault += f", it is of {' and '.join(others)}" if others else ""
        meant = f"did you mean {guess[0]}? " if guess and not others else ""
        raise InputError(Problem(fault, f"{meant}{self.id} has {', '.join(known)}"))


SBFC = (
    fraction("beta", 0.5, "the spreading rate"),
    fraction("p_forget", 0.1, "the chance of forgetting in a step"),
)
GRAPH = (
    choice("graph", "er", "the kind of graph", ("er", "ba", "ws", "complete")),
    whole("n", 1000, "how many people there are", 2, 1_000_000),
    fraction("p", None, "the chance of a tie between two people (er)"),
    number("mean_degree", None, "contacts of a person on average (er, ba, ws)"),
    whole("m", None, "ties that each newcomer brings (ba)", 1),
    whole("k", None, "nearest neighbours on the ring (ws)", 2),
    fraction("rewiring", None, "proportion of ties rewired (ws)"),
)
STARTED = (
    fraction("fraction", 0.01, "proportion of people with whom it starts"),
    whole("steps", 150, "how many steps are run", 2, 10_000),
)
EPIDEMIC = (
    *GRAPH,
    fraction("beta", 0.03, "the chance that a contact passes it on in a step"),
    fraction("gamma", 0.1, "the chance of recovering in a step"),
    *STARTED,
)
TWO_GROUPS = (
    fraction("beta_ordinary", 0.3, "infections a day of ordinary people, per infected contact"),
    number("multiplier", 3.0, "how many times as easily the misinformed are infected", 1.0),
    fraction("ordinary", 0.5, "proportion of ordinary people"),
    fraction("recovery", 0.2, "the chance of recovering in a day"),
    fraction("infected", 0.001, "proportion infected at the start, split between the groups"),
    whole("days", 100, "how many days are run", 2, 10_000),
)

TARGETS: dict[str, Target] = {
    target.id: target
    for target in (
        Target(
            "sbfc_mean_field",
            ("A1", "A"),
            "Hoax against fact-checking, one kind of people: simulation beside the mean field",
            "believers, proportion of people at the end",
            4,
            (
                fraction("alpha", 0.9, "the credibility of the hoax"),
                *SBFC,
                fraction("p_verify", None, "the chance of verifying in a step; 1 - alpha if left out"),
                whole("n", 1000, "how many people there are", 2, 1_000_000),
                number("mean_degree", 40, "contacts of a person on average"),
                whole("believers", 100, "believers at the start"),
                whole("steps", 250, "how many steps are run", 1, 10_000),
                whole("last", 50, "steps at the end over which the mean is taken", 1, 10_000),
            ),
            "Tambuscio2015",
        ),
        Target(
            "sbfc",
            ("A2", "A"),
            "Hoax against fact-checking in a segregated society",
            "believers per 1000 people at the end",
            10,
            (
                *SBFC,
                fraction("segregation", 0.5, "proportion of all ties inside the two groups"),
                whole("gullible", 500, "people in the gullible group"),
                fraction("alpha_gullible", 0.9, "the credibility of the hoax among the gullible"),
                fraction("alpha_sceptic", 0.05, "the credibility of the hoax among the sceptical"),
                whole("n", 1000, "how many people there are", 2, 1_000_000),
                whole("edges", 2994, "ties in all"),
                whole("believers", 20, "believers at the start"),
                whole("steps", 200, "how many steps are run", 1, 10_000),
                whole("last", 20, "steps at the end over which the mean is taken", 1, 10_000),
            ),
            "Tambuscio2018",
        ),
        Target(
            "two_group_sir",
            ("B",),
            "Ordinary and misinformed people in one epidemic: the equations",
            "ever infected, proportion of people",
            0,
            (
                *TWO_GROUPS,
                fraction("homophily", 0.5, "proportion of contacts inside the own group"),
            ),
            "DeVerna2025",
        ),
        Target(
            "two_group_agents",
            ("B",),
            "Ordinary and misinformed people in one epidemic: people on a complete graph",
            "ever infected, proportion of people",
            3,
            (*TWO_GROUPS, whole("n", 20_000, "how many people there are", 2, 50_000)),
            "DeVerna2025",
        ),
        Target(
            "echo_chamber",
            ("C",),
            "Complex contagion that starts in an echo chamber",
            "virality: proportion of runs in which more than half are reached",
            400,
            (
                fraction("theta", 0.27, "proportion of contacts that it takes to convince"),
                fraction(
                    "polarisation", 0.5, "network polarisation: proportion of boundary ties turned inside"
                ),
                fraction("opinion", 0.0, "opinion polarisation: how much less it takes inside the chamber"),
                whole("n", 100, "how many people there are", 2, 100_000),
                number("mean_degree", 8, "contacts of a person on average"),
                fraction("cluster", 0.2, "proportion of people in the chamber"),
            ),
            "Tornberg2018",
        ),
        Target(
            "sir",
            ("D",),
            "An epidemic with recovery for good (SIR)",
            "ever infected, people",
            10,
            EPIDEMIC,
            "Rossetti2018",
        ),
        Target(
            "sis",
            ("D",),
            "An epidemic without immunity (SIS)",
            "infected at the end, people",
            10,
            EPIDEMIC,
            "Rossetti2018",
        ),
        Target(
            "cascade",
            ("D",),
            "Independent cascades: everybody tries each contact once",
            "ever reached, people",
            40,
            (
                *GRAPH,
                fraction("chance", 0.05, "the chance that a contact is won over"),
                fraction("fraction", 0.01, "proportion of people with whom it starts"),
                whole("steps", 30, "how many steps are run", 2, 10_000),
            ),
            "Rossetti2018",
        ),
    )
}
"""Every target, in the order in which they are run."""


def find_targets(names: Sequence[str]) -> list[Target]:
    """Find targets by id or by letter; all of them if none is named.

    Raises
    ------
    InputError
        If there is no such target.
    """
    chosen: dict[str, Target] = {}
    for name in names:
        word = name.lower().replace("-", "_")
        found = [
            target
            for target in TARGETS.values()
            if word == target.id or word in map(str.lower, target.aliases)
        ]
        if not found:
            known = list(TARGETS)
            guess = get_close_matches(word, known, n=1)
            meant = f"did you mean {guess[0]}? " if guess else ""
            raise InputError(
                Problem(
                    f"there is no target {name!r}",
                    f"{meant}possible are {', '.join(known)}, and A1, A2, B, C, D",
                )
            )
        chosen |= {target.id: target for target in found}
    return list(chosen.values()) or list(TARGETS.values())
