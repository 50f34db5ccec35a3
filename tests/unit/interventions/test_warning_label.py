"""Warning labels: which claims carry one, since when, and for whom they work."""

from __future__ import annotations

import numpy as np

from infosim.simulation import Simulation
from kinds import lone, planned


def test_only_false_claims_on_its_platform_carry_a_label() -> None:
    """Cut belief and sharing of the false claim on the feed, in proportion to the posts labelled.

    Fault: misleading claims are labelled too.
    """
    study = lone("warning_label", coverage="50%", belief_cut="60%", share_cut="20%")
    (mark,) = planned(study).marks
    for table, cut in ((mark.belief_cut, 0.6), (mark.sharing_cut, 0.2)):
        assert table[0, 0] == 0.5 * cut
        assert np.count_nonzero(table) == 1


def test_labels_come_after_the_delay_or_with_the_intervention() -> None:
    """Bear on a claim from `delay` after it began, but not before the start.

    Fault: the delay counted from the start of the intervention.
    """
    early, late = (planned(lone("warning_label", delay="2 days", start=start)) for start in ("0 h", "9 days"))
    assert early.marks[0].since[0] == 2
    assert late.marks[0].since[0] == 9


def test_labels_work_better_where_trust_is_higher() -> None:
    """Weigh a label by trust, and mark the people of the groups only.

    Fault: everybody heeds a label alike.
    """
    study = lone("warning_label", groups=["town"])
    (mark,) = planned(study).marks
    people = study.society.population
    assert np.array_equal(mark.people, np.flatnonzero(people.members_of(["town"])))
    assert np.array_equal(mark.weight, Simulation(study, "all", 0, "compiled").programme.world.authority)
    assert mark.weight[people.trust > 0.8].min() > mark.weight[people.trust < 0.4].max()
