"""Lay out for the engines everything that stays the same during a run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from infosim import draws
from infosim.engines.state import Setting
from infosim.network import Graph
from infosim.population import NEVER, GroupTraits
from infosim.rules import COMPETITION
from infosim.rules.traits import authority, susceptibility
from infosim.scenario.models import Claim, Correction
from infosim.society import Society
from infosim.study import Study
from infosim.world import N_OUTLETS, Floats, World, hints


def build_setting(study: Study, world: World) -> Setting:
    """Lay out the people, contacts and claims of one run."""
    if study not in _LASTING:
        _LASTING[study] = lasting_setting(study)
    lasting = _LASTING[study]._replace(replicate=world.replicate)
    if world.joined is lasting.joined:
        return lasting
    return lasting._replace(
        joined=world.joined, left=world.left, back=world.back, settled=settled_platforms(world)
    )


_LASTING: WeakKeyDictionary[Study, Setting] = WeakKeyDictionary()
"""What was laid out already, as long as its study is used."""


def lasting_setting(study: Study) -> Setting:
    """Lay out what is the same in all runs of a study."""
    society, claims, people = study.society, study.scenario.claims, study.society.population
    world, rate = society.world(study.scenario.run.seed, 0, ()), np.array(study.rates)
    followers, sources = join_graphs(society.followers), join_graphs(society.sources)
    corrections = [claim.correction for claim in claims]
    return Setting(
        seed=world.seed,
        replicate=world.replicate,
        group=people.group,
        activity=people.activity,
        susceptibility=susceptibility(people.literacy) * people.credulity,
        authority=world.authority,
        literacy=people.literacy,
        responds=people.is_person,
        joined=world.joined,
        left=world.left,
        back=world.back,
        follower_starts=followers.starts,
        followers=followers.people,
        source_starts=sources.starts,
        sources=sources.people,
        settled=settled_platforms(world),
        reach=np.array([*(one.reach for one in study.scenario.platforms.values()), *[1.0] * N_OUTLETS]),
        messenger_authority=float(authority(np.ones(1))[0]),
        competing=study.scenario.rules.persuasion == COMPETITION,
        claim_key=np.array([draws.label_key("claim", claim.id) for claim in world.claims], dtype=np.int64),
        share_key=share_keys(world),
        family=society.family,
        plausibility=np.array([claim.plausibility for claim in claims]),
        rate=rate,
        unthinking_rate=rate * np.array([claim.sharing.unconvinced for claim in claims]),
        correction_rate=rate * np.array([c.sharing if c else 0.0 for c in corrections]),
        correction_acceptance=np.array([c.acceptance if c else 0.0 for c in corrections]),
        residual=np.array([c.residual if c else 0.0 for c in corrections]),
        correction_visibility=np.array([c.visibility if c else 0.0 for c in corrections]),
        judged=np.array([claim.veracity != "true" for claim in claims]),
        checkable=np.array([claim.veracity == "false" for claim in claims]),
        **with_hints(survival_tables(claims, society)),
    )


def with_hints(tables: dict[str, Floats]) -> dict[str, Any]:
    """Add to survival tables where to look in them."""
    return {**tables, **{f"{name}_hints": hints(table) for name, table in tables.items()}}


def settled_platforms(world: World) -> NDArray[np.bool_]:
    """Tell of each platform whether all who have contacts there are on it throughout, ``(n_platforms,)``."""
    here = (world.joined == 0) & (world.left == NEVER)
    return np.array(
        [bool(here[p][graph.degree() > 0].all()) for p, graph in enumerate(world.followers)], dtype=np.bool_
    )


def checking(group: GroupTraits) -> float:
    """Give how readily the members of a group check by themselves; bots never do."""
    return 0.0 if group.role == "bot" else group.literacy


def share_keys(world: World) -> NDArray[np.int64]:
    """Name each claim on each platform for the draws, ``(n_platforms, n_claims)``."""
    # No claim may ever begin; the type is given, because an empty array would be one of floats.
    keys = [[draws.label_key("share", claim.id, name) for claim in world.claims] for name in world.platforms]
    return np.array(keys, dtype=np.int64)


class Contacts(NamedTuple):
    """The contacts on all platforms, one after the other.

    Attributes
    ----------
    starts : int64, (n_platforms, n_people + 1), where each person's contacts begin
    people : int32, the contacts
    """

    starts: NDArray[np.int64]
    people: NDArray[np.int32]


def join_graphs(graphs: Sequence[Graph]) -> Contacts:
    """Join the graphs of all platforms into one long list of contacts."""
    offsets = np.cumsum([0, *(graph.n_ties for graph in graphs)])
    starts = [graph.indptr + offset for graph, offset in zip(graphs, offsets[:-1], strict=True)]
    return Contacts(np.array(starts), np.concatenate([graph.indices for graph in graphs]))


def survival_tables(claims: Sequence[Claim], society: Society) -> dict[str, Floats]:
    """Tabulate, for each claim, how long interest, belief and correction last."""
    clock, groups = society.clock, society.population.groups
    # Who finds out alone is protected as long, where no correction exists.
    corrections = [claim.correction or Correction() for claim in claims]
    return {
        "interest": np.array([clock.survival(claim.sharing.interest) for claim in claims]),
        "correction_interest": np.array([clock.survival(c.interest) for c in corrections]),
        "forgetting": np.array([clock.survival(claim.forgetting) for claim in claims]),
        "correction_forgetting": np.array([clock.survival(c.forgetting) for c in corrections]),
        "verification": np.array(
            [
                [clock.hazard_survival(claim.verification * checking(group)) for group in groups]
                for claim in claims
            ]
        ),
    }
