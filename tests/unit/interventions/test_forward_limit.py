"""Forward limits: how far each person is held back."""

from __future__ import annotations

import numpy as np

from infosim.simulation import Simulation, run
from infosim.world import Mark, World
from kinds import lone, part, planned, study_with


def limited(**changes: object) -> tuple[World, Mark]:
    """Give the world and the mark of a limit on the chat."""
    study = lone("forward_limit", **changes)
    return Simulation(study, "all", 0, "compiled").programme.world, planned(study).marks[0]


def test_messages_reach_the_limit_on_average() -> None:
    """Let n contacts times the chance left be the limit, for all with more contacts; others go free.

    Fault: the limit as a proportion of all people.
    """
    world, mark = limited(limit=3, leakage="0%")
    n_contacts = np.array([len(world.followers[1].contacts(i)) for i in range(60)])
    assert mark.weight is not None
    passed_on = n_contacts * (1.0 - mark.sharing_cut[1, 0] * mark.weight)
    assert np.allclose(passed_on, np.minimum(n_contacts, 3))
    assert (n_contacts > 3).any()
    assert (mark.weight[n_contacts <= 3] == 0.0).all()
    assert (n_contacts == 0).any()


def test_some_go_round_it() -> None:
    """Hold back all but those who leak: leakage + (1 - leakage) * limit / n is left.

    Fault: leakage that multiplies what is left instead.
    """
    _, strict = limited(limit=2, leakage="0%")
    _, leaky = limited(limit=2, leakage="25%")
    i = int(np.argmax(strict.weight))
    left = 1.0 - strict.weight[i]
    assert np.isclose(1.0 - leaky.sharing_cut[1, 0] * leaky.weight[i], 0.25 + 0.75 * left)


def test_it_asks_not_what_is_forwarded() -> None:
    """Limit claims of any veracity and corrections alike, on one platform, and touch no belief.

    Fault: corrections go free.
    """
    _, mark = limited(leakage="40%")
    assert (mark.sharing_cut[1] == 1.0 - 0.4).all()
    assert not np.delete(mark.sharing_cut, 1, axis=0).any()
    assert not mark.belief_cut.any()


def test_only_the_claims_named_are_held_back() -> None:
    """Hold back the second claim and its correction, and no other item.

    Fault: the correction of the claim before it.
    """
    _, mark = limited(claims=["twist"])
    assert np.flatnonzero(mark.sharing_cut[1]).tolist() == [2, 3]


def test_no_limit_for_those_with_few_contacts() -> None:
    """Change nothing where the limit is above everybody's contacts."""
    study = lone("forward_limit", limit=60, leakage="0%")
    assert run(study, "all", 0).digest == run(study, "baseline", 0).digest


def test_a_limit_of_nothing_stops_all_forwards() -> None:
    """Leave what people start: seeds still post on the chat, nobody else does.

    Fault: 0 / 0 contacts.
    """
    study = lone("forward_limit", limit=0, leakage="0%")
    sim = Simulation(study, "all", 0, "compiled")
    for step in range(30):
        sim.advance()
        state = sim.engine.state
        on_chat = state.posts >> 4 & 15
        connected = np.diff(sim.programme.world.followers[1].indptr) > 0
        seeds = state.seeded_at == step
        assert not (on_chat[:, connected] > 0)[~seeds[:, connected]].any()


def test_who_is_not_there_is_no_contact() -> None:
    """Count those who are on the platform at the start, not those who join in another arm.

    Fault: the size of the row in a graph that spans all arms.
    """
    parts = [part("forward_limit", leakage="0%"), part("access_subsidy", "more", platforms=["chat"])]
    study = study_with(*parts)
    limit, subsidy = study.arms["all"]
    arms = {"baseline": (), "all": (limit,), "both": (limit, subsidy)}
    study = type(study)(**{**study.__dict__, "arms": arms})
    alone, both = (planned(study, arm=arm).marks[0].weight for arm in ("all", "both"))
    world = Simulation(study, "all", 0, "compiled").programme.world
    here = world.joined[1] == 0
    n_contacts = np.array([here[world.followers[1].contacts(i)].sum() for i in range(60)])
    assert np.allclose(1.0 - alone, np.minimum(1.0, 1.0 / np.maximum(1, n_contacts)))
    assert (both >= alone).all()
    assert (both > alone).any()
