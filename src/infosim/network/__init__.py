"""Who can reach whom: graphs, their generators, and the doors to files and networkx.

A generator takes the `Members` of a platform, a generator of random numbers made
by `infosim.draws.generator`, and its parameters by name; it returns `Ties`.
"""

from __future__ import annotations

from collections.abc import Callable

from infosim.network.blocks import stochastic_block
from infosim.network.chat_groups import overlapping_groups
from infosim.network.classic import barabasi_albert, erdos_renyi, powerlaw_cluster, watts_strogatz
from infosim.network.exchange import from_networkx, to_networkx
from infosim.network.files import GraphFile, file, place_on, read_graph
from infosim.network.graph import Graph
from infosim.network.households import household_of, households
from infosim.network.mixing import keep_within
from infosim.network.nominations import nominate
from infosim.network.polarised import echo_chamber
from infosim.network.segregated import segregated
from infosim.network.summary import summary
from infosim.network.taking import ties_by
from infosim.network.ties import Members, Ties, make_directed

GENERATORS: dict[str, Callable[..., Ties]] = {
    "erdos_renyi": erdos_renyi,
    "watts_strogatz": watts_strogatz,
    "barabasi_albert": barabasi_albert,
    "powerlaw_cluster": powerlaw_cluster,
    "stochastic_block": stochastic_block,
    "segregated": segregated,
    "echo_chamber": echo_chamber,
    "overlapping_groups": overlapping_groups,
    "households": households,
    "file": file,
}
"""Every model of a graph, by the name that a scenario gives it."""

__all__ = [
    "GENERATORS",
    "Graph",
    "GraphFile",
    "Members",
    "Ties",
    "from_networkx",
    "household_of",
    "households",
    "keep_within",
    "make_directed",
    "nominate",
    "place_on",
    "read_graph",
    "summary",
    "ties_by",
    "to_networkx",
]
