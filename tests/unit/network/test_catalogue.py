"""Every generator of the catalogue."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from infosim.draws import Purpose, generator
from infosim.network import GENERATORS, Graph, Members, Ties, keep_within, make_directed
from infosim.network.compiled import compiled
from infosim.network.ties import Rng

PARAMETERS: dict[str, dict[str, Any]] = {
    "erdos_renyi": {"mean_degree": 9},
    "watts_strogatz": {"mean_degree": 9, "rewiring": 0.1},
    "barabasi_albert": {"mean_degree": 9},
    "powerlaw_cluster": {"mean_degree": 9, "triangles": 0.3},
    "stochastic_block": {"mean_degree": 9, "within": 0.7},
    "segregated": {"mean_degree": 9, "within": 0.7},
    "echo_chamber": {"mean_degree": 9, "cluster": 1, "polarisation": 0.5},
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
        assert ends.dtype == np.int32 or name == "file"
        assert ((ends >= 0) & (ends < 150)).all()
    assert ties.mutual
    assert len(ties.source) == len(ties.target) > 0


def test_importing_is_cheap() -> None:
    """Validating a scenario must not load networkx. Fault: networkx imported at the top of a file."""
    code = "import sys, infosim.network; sys.exit('networkx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def plainly(
    functions: Sequence[Callable[..., Any]], _verbs: object, _sources: object
) -> dict[str, Callable[..., Any]]:
    """Leave functions as they are, in place of compiling them."""
    return {function.__name__: function for function in functions}


@EVERY
def test_loops_give_the_same_bits_interpreted(
    name: str, parameters: dict[str, Any], make_members: MakeMembers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As plain Python, where a number that overflows warns. Fault: a loop that relies on 32 bits."""
    made = []
    for _ in range(2):
        rng = generator(5, Purpose.GRAPH, "bits")
        ties: Ties = GENERATORS[name](make_members(40, 30), rng, **parameters)
        ties = keep_within(ties, np.arange(70) % 2, 0.7, rng)
        ties = make_directed(ties, 70, 0.3, rng)
        graph = Graph.from_pairs(70, ties.source, ties.target, mutual=ties.mutual)
        made.append((graph.digest(), graph.reversed().digest(), graph.n_ties_among(np.arange(70) % 3 > 0)))
        monkeypatch.setattr("infosim.network.compiled.compile_together", plainly)
        compiled.cache_clear()
    compiled.cache_clear()
    assert made[0] == made[1]
