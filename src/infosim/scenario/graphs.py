"""What a scenario may say of the contacts on a platform: one class for each model."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    ConfigDict,
    Field,
    SerializeAsAny,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from infosim.defaults import assumed, chosen, sourced
from infosim.units import Number, Part, Share, Sizes, Switch, Whole


class ErdosRenyi(Part):
    """Ties at random."""

    model: Literal["erdos_renyi"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""


class WattsStrogatz(Part):
    """A ring of neighbours, some ties rewired."""

    model: Literal["watts_strogatz"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""
    rewiring: Share = assumed(0.1, "between a ring and a random graph", low="0%", high="100%")
    """Proportion of ties that are rewired at random."""


class BarabasiAlbert(Part):
    """Preferential attachment: few have very many contacts."""

    model: Literal["barabasi_albert"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""


class PowerlawCluster(Part):
    """Preferential attachment with triangles (Holme and Kim)."""

    model: Literal["powerlaw_cluster"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""
    triangles: Share = sourced(0.3, "N03", reason="gives about the clustering seen", low="0%", high="90%")
    """Probability that a new tie closes a triangle."""


class StochasticBlock(Part):
    """Homophily: most ties stay inside the group."""

    model: Literal["stochastic_block"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""
    within: Share = sourced(
        0.7, "H24", reason="friends across a divide were 18 to 25%", low="50%", high="99%"
    )
    """Proportion of ties inside the group."""


class Segregated(Part):
    """An exact number of ties, an exact proportion of them inside the groups."""

    model: Literal["segregated"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""
    within: Share = sourced(0.7, "T04", reason="studied from 50% to 99%", low="50%", high="99%")
    """Proportion of all ties that are inside a group."""


class EchoChamber(Part):
    """One group is a cluster, some of whose ties to the others are turned inside."""

    model: Literal["echo_chamber"]
    mean_degree: Number = chosen(low=5, high=40, more="harms", ge=0)
    """Contacts of a person, on average."""
    cluster: str
    """The group that is the cluster."""
    polarisation: Share = assumed(0.5, "where Tornberg found most virality", low="0%", high="100%")
    """Proportion of the ties across the boundary of the cluster that are turned inside."""


class OverlappingGroups(Part):
    """Chat groups: everybody joins some, members of one see each other."""

    model: Literal["overlapping_groups"]
    size: Sizes = sourced("5..40", "P11", "P12", reason="typical active groups, far below the limits")
    """Members of a chat group, from the smallest to the largest."""
    groups_per_person: Number = assumed(2.0, "no measurement found", low=1, high=6, more="harms", ge=0, le=50)
    """Chat groups that a person is in, on average."""
    mixing: Share = assumed(0.2, "no measurement found", low="0%", high="100%")
    """Proportion of places filled from all regions."""


class Households(Part):
    """Families, and the other people whom one meets in the village or quarter."""

    model: Literal["households"]
    contacts_per_day: Number = sourced(13.0, "N11", "N12", low=8, high=21, more="harms", ge=0)
    """People met in a day."""
    village_size: Whole = sourced(
        150, "N10", reason="the largest layer of acquaintances", low=50, high=500, ge=2
    )
    """People among whom the chance contacts are found."""


class FileGraph(Part):
    """Contacts read from a file: edge list, CSV, GraphML or GEXF, also gzipped."""

    model: Literal["file"]
    path: Annotated[str, Field(max_length=2000)]
    """Relative to the scenario file."""
    directed: Switch = assumed(False, "most files list mutual ties")
    """True: each line `a b` says that b sees what a shares."""


class AddedGraph(Part):
    """Contacts made by a generator that a user has handed over; its parameters are not checked."""

    model_config = ConfigDict(extra="allow")

    model: str


def to_graph(value: Any, handler: ValidatorFunctionWrapHandler, info: ValidationInfo) -> Any:
    """Read what makes contacts: a model of the catalogue, or one that was added to the study."""
    added = (info.context or {}).get("additions")
    if added and isinstance(value, dict) and value.get("model") in added.generators:
        return AddedGraph(**value)
    return value if isinstance(value, AddedGraph) else handler(value)


ModelSpec = Annotated[
    ErdosRenyi
    | WattsStrogatz
    | BarabasiAlbert
    | PowerlawCluster
    | StochasticBlock
    | Segregated
    | EchoChamber
    | OverlappingGroups
    | Households
    | FileGraph,
    Field(discriminator="model"),
]

GraphSpec = Annotated[SerializeAsAny[ModelSpec], WrapValidator(to_graph)]
