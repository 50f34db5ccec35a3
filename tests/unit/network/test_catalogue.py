"""Every generator of the catalogue."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from infosim.draws import Purpose, generator
from infosim.network import GENERATORS, Graph, Members, Ties
from infosim.network.ties import Rng

PARAMETERS: dict[str, dict[str, Any]] = {
    "erdos_renyi": {"mean_degree": 9},
    "watts_strogatz": {"mean_degree": 9, "rewiring": 0.1},
    "barabasi_albert": {"mean_degree": 9},
    "powerlaw_cluster": {"mean_degree": 9, "triangles": 0.3},
    "stochastic_block": {"mean_degree": 9, "within": 0.7},
    "overlapping_groups": {"size_min": 5, "size_max": 20, "groups_per_person": 1.5, "mixing": 0.2},
    "households": {"household_size": 4, "contacts_per_day": 9, "village_size": 50},
    "file": {},
}
MakeMembers = Callable[..., Members]


@pytest.fixture
def parameters(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, Any]:
    """Give the parameters of a generator; that of files gets a ring of 50 people."""
    if request.param != "file":
        return PARAMETERS[request.param]
    ring = tmp_path / "ring.txt"
    ring.write_text("".join(f"{i} {(i + 1) % 50}\n" for i in range(50)))
    return {"path": ring}


EVERY = pytest.mark.parametrize(
    ("name", "parameters"), [(name, name) for name in GENERATORS], indirect=["parameters"]
)


@EVERY
def test_same_seed_same_graph(name: str, parameters: dict[str, Any], make_members: MakeMembers) -> None:
    """A graph depends on the seed and on nothing else. Fault: chance from elsewhere, or none."""

    def digest(seed: int) -> str:
        ties = GENERATORS[name](
            make_members(60, 50, 40), generator(seed, Purpose.GRAPH, "feed"), **parameters
        )
        return Graph.from_pairs(150, ties.source, ties.target, mutual=ties.mutual).digest()

    assert digest(1) == digest(1)
    assert digest(1) != digest(2)


@EVERY
def test_ties_are_between_members(
    name: str, parameters: dict[str, Any], make_members: MakeMembers, rng: Rng
) -> None:
    """Ends are members, in 32 bits, and ties are mutual. Fault: places or nodes for members."""
    ties: Ties = GENERATORS[name](make_members(60, 50, 40), rng, **parameters)
    for ends in (ties.source, ties.target):
        assert ends.dtype in (np.int32, np.int64)
        assert ((ends >= 0) & (ends < 150)).all()
    assert ties.mutual
    assert len(ties.source) == len(ties.target) > 0


def test_importing_is_cheap() -> None:
    """Validating a scenario must not load networkx. Fault: networkx imported at the top of a file."""
    code = "import sys, infosim.network; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
