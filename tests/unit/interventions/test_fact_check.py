"""When corrections appear, from whom, and who passes them on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from infosim import draws
from infosim.draws import Purpose
from infosim.simulation import Simulation, Study, run
from infosim.world import MESSENGER, OUTLET
from kinds import planned, study_with
from studies import small

pytestmark = pytest.mark.usefixtures("warm_engines")


def study(arrivals: str | None = None, **changes: Any) -> Study:
    """Check the hoax, or a stream of hoaxes, in steps of six hours."""
    claims = small()["claims"]
    if arrivals:
        claims[0] |= {"arrivals": arrivals, "seeds": {"count": 1}}
    written = {"id": "part", "kind": "fact_check", "channel": "feed", "delay": "12 h"}
    return study_with(written | changes, claims=claims, time={"length": "30 days", "step": "6 h"})


def delays(made: Study) -> dict[str, int]:
    """Tell, for each claim that is checked, after how many steps it is."""
    claims = Simulation(made, "all", 0, "compiled").programme.world.claims
    return {
        claims[item.claim].id: item.step - claims[item.claim].start for item in planned(made).publications
    }


def test_slow_rumours_are_checked_after_the_delay() -> None:
    """With one rumour a day and two checks a day, a limited capacity changes nothing.

    Fault: the wait for one's own turn added to the delay.
    """
    waits = delays(study("1 per day", capacity="2 per day"))
    assert len(waits) == 30
    assert set(waits.values()) == {2}
    assert waits == delays(study("1 per day"))


def test_rumours_outrun_the_checks() -> None:
    """With two rumours a day and one check a day, the n-th waits n half-days more.

    Fault: a capacity that is a delay for all; a queue that forgets who is in it.
    """
    waits = delays(study("2 per day", capacity="1 per day"))
    assert list(waits.values()) == [2 + 2 * n for n in range(len(waits))]
    # 29.5 days for checks, one a day.
    assert len(waits) == 30


def test_old_rumours_queue_up_when_the_checks_begin() -> None:
    """Begin with the oldest, one by one, from the start of the intervention.

    Fault: checks that were done before anybody was there to do them.
    """
    made = study("1 per day", capacity="2 per day", start="10 days", reach="100%")
    claims = Simulation(made, "all", 0, "compiled").programme.world.claims
    steps = {claims[item.claim].id: item.step for item in planned(made).publications}
    assert [steps[f"hoax#{n}"] for n in range(1, 6)] == [40, 42, 44, 46, 48]
    assert steps["hoax#30"] == claims[29].start + 2


def test_only_what_is_checked_stands_in_the_queue() -> None:
    """Fault: claims that nobody checks take up the checkers' time."""
    made = study("2 per day", capacity="1 per day", checked="50%")
    waits = delays(made)
    assert 10 < len(waits) <= 30
    every = delays(study("2 per day", capacity="1 per day"))
    assert all(wait <= every[name] for name, wait in waits.items() if name in every)
    assert sum(wait < every[name] for name, wait in waits.items() if name in every) > 3


def test_first_come_is_first_served_across_families() -> None:
    """Two hoaxes that start together are served in the order of the file, an earlier one before.

    Fault: the queue in the order of claim numbers, whatever their start.
    """
    claims = small()["claims"]
    late = claims[0] | {"id": "late", "seeds": {"count": 1, "start": "5 days"}}
    early = claims[0] | {"id": "early", "seeds": {"count": 1, "start": "4 days"}}
    twin = claims[0] | {"id": "twin", "seeds": {"count": 1, "start": "4 days"}}
    written = {
        "id": "part",
        "kind": "fact_check",
        "channel": "feed",
        "delay": "1 days",
        "capacity": "1 per week",
    }
    made = study_with(written, claims=[late, early, twin])
    assert [(item.claim, item.step) for item in planned(made).publications] == [(1, 5), (2, 12), (0, 19)]


def test_trusted_messengers_are_another_outlet() -> None:
    """Who distrusts institutions is corrected more often by somebody trusted, who trusts fully as often.

    Fault: `messenger` is not handed on.
    """
    trust = {"low": 0, "high": 0}
    for level in trust:
        groups = [{"id": "all", "share": "100%", "trust": level}]
        population = {"size": 200, "groups": groups, "literacy_spread": "0%"}
        corrected = []
        for messenger, outlet in (("institution", OUTLET), ("trusted", MESSENGER)):
            written = {
                "id": "part",
                "kind": "fact_check",
                "channel": "radio",
                "reach": "100%",
                "every": "1 days",
            }
            platforms = small()["platforms"]
            for name in ("feed", "chat"):
                platforms[name]["penetration"] = "80%"
            made = study_with(
                written | {"messenger": messenger, "length": "4 days"},
                population=population,
                platforms=platforms,
            )
            assert {item.outlet for item in planned(made).publications} == {outlet}
            corrected.append(sum(int(run(made, "all", r).counts[8, 0, 3].sum()) for r in range(3)))
        trust[level] = corrected[1] - corrected[0]
    assert trust["low"] > 30
    assert trust["high"] == 0


def sources(made: Study, replicate: int = 0) -> list[int]:
    first = planned(made, replicate=replicate).publications[0]
    return [int(i) for i in first.sources]


def test_random_sources_are_those_with_the_smallest_draws() -> None:
    """Fault: a draw for COVERAGE instead of SOURCE, which changes every study with sources."""
    made = study(sources=5, groups=["town"])
    world = Simulation(made, "all", 0, "compiled").programme.world
    key = draws.label_key("intervention", "part", "hoax")
    luck = draws.uniforms(world.seed, 0, Purpose.SOURCE, 0, np.arange(60), key)
    can = world.population.members_of(["town"]) & (world.joined[0] == 0)
    expected = sorted(np.flatnonzero(can), key=lambda i: luck[i])[:5]
    assert sources(made) == sorted(int(i) for i in expected)


def test_hubs_pass_it_on() -> None:
    """Fault: `seeding` is ignored; sources who are not on the channel."""
    made = study(sources=5, seeding="hubs")
    world = Simulation(made, "all", 0, "compiled").programme.world
    followers, on = np.diff(world.followers[0].indptr), world.joined[0] == 0
    chosen = sources(made)
    assert on[chosen].all()
    others = np.setdiff1d(np.flatnonzero(on), chosen)
    assert followers[chosen].min() >= followers[others].max()


@pytest.mark.parametrize("seeding", ["random", "hubs", "nominated", "sharers"])
def test_more_sources_swap_none(seeding: str) -> None:
    few, many = (sources(study(sources=n, seeding=seeding)) for n in (2, 6))
    assert len(few) == 2
    assert set(few) < set(many)


@pytest.mark.parametrize("capacity", ["2 per day", "1 per week"])
def test_capacity_is_written_and_read_again(capacity: str) -> None:
    scenario = study(capacity=capacity, messenger="trusted", seeding="hubs").scenario
    assert type(scenario).model_validate_json(scenario.model_dump_json()) == scenario


def test_which_claims_are_checked_is_drawn_by_claim() -> None:
    """Check half of a stream of hoaxes: those whose own draw says so.

    Fault: a draw that somebody's coverage is decided by as well.
    """
    waits = delays(study("1 per day", checked="50%"))
    ids = [f"hoax#{n}" for n in range(1, 31)]
    keys = [draws.label_key("intervention", "part", one) for one in ids]
    luck = [draws.uniform(study().scenario.run.seed, 0, int(Purpose.COVERAGE), 1, 0, key) for key in keys]
    assert set(waits) == {one for one, drawn in zip(ids, luck, strict=True) if drawn < 0.5}
    assert 5 < len(waits) < 25


def test_readers_and_sources_are_paid_for() -> None:
    """Fault: those who pass a check on cost nothing, or give money back."""
    plan = planned(study(sources=5, groups=["town"]))
    assert plan.n_deliveries == sum(len(item.audience) + len(item.sources) for item in plan.publications)
    assert plan.n_deliveries == len(plan.publications[0].audience) + 5


def test_a_check_may_be_repeated_at_every_step() -> None:
    """Fault: less than an hour refused; a repetition that is lost between two steps."""
    repeated = planned(study(every="30 min")).publications
    assert [item.step for item in repeated] == list(range(2, 120))
