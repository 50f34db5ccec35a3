"""What a scenario file may say: the schema, as frozen models.

Every field has a meaning, a unit and a default; the JSON Schema, the reference
and the error messages are made from these lines. The words after a default name
its source in the evidence table, or say that it is an assumption.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, SerializeAsAny, ValidationInfo, WithJsonSchema
from pydantic_core import PydanticKnownError

from infosim.interventions import INTERVENTIONS
from infosim.interventions.base import Intervention
from infosim.units import (
    Day,
    Hours,
    Lasting,
    Level,
    Moment,
    Number,
    Part,
    Published,
    Share,
    Sizes,
    Switch,
    Whole,
    read_hours,
    refuse,
    show,
    write_hours,
)

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""An id: small letters, digits and underscores."""

Text = Annotated[str, Field(max_length=2000)]


class Time(Part):
    """When the study runs, and in what steps."""

    start: Day | None = None
    """First day; only needed when other dates are written as dates."""
    length: Hours = Field(gt=0)
    """How long the study runs."""
    step: Hours = Field(default=6.0, gt=0)
    """Length of one step (assumption: a quarter of a day)."""


class Group(Part):
    """A part of the population whose members are alike."""

    id: Name
    age: Text = ""
    region: Text = ""
    """People share households and villages only inside their region."""
    share: Share
    """Its proportion of the population."""
    literacy: Level = 0.5
    """Mean media literacy, from 0 (low) to 1 (high)."""
    trust: Level = 0.5
    """Trust in those who correct, from 0 to 1; scales corrections and labels (C03)."""
    activity: Number = Field(default=1.0, ge=0, le=100)
    """How much its members pass on, relative to the others (H17)."""


class Population(Part):
    """The people."""

    size: Whole = Field(ge=1)
    """How many people are simulated."""
    stands_for: Whole | None = Field(default=None, ge=1)
    """How many real people they stand for; only used in words and costs."""
    groups: tuple[Group, ...] = (Group(id="everyone", share=1.0),)
    """Their shares add to 100%."""
    literacy_spread: Share = 0.1
    """Half-width of literacy and trust around the mean of the group (assumption)."""
    activity_sigma: Number = Field(default=1.8, ge=0, le=4)
    """Spread of activity: sigma of its lognormal law (H16, H22)."""
    household_size: Number = Field(default=4.0, ge=1, le=20)
    """Mean number of people who live together (assumption)."""


class ErdosRenyi(Part):
    """Ties at random."""

    model: Literal["erdos_renyi"]
    mean_degree: Number = Field(ge=0)


class WattsStrogatz(Part):
    """A ring of neighbours, some ties rewired."""

    model: Literal["watts_strogatz"]
    mean_degree: Number = Field(ge=0)
    rewiring: Share = 0.1


class BarabasiAlbert(Part):
    """Preferential attachment: few have very many contacts."""

    model: Literal["barabasi_albert"]
    mean_degree: Number = Field(ge=0)


class PowerlawCluster(Part):
    """Preferential attachment with triangles (Holme and Kim)."""

    model: Literal["powerlaw_cluster"]
    mean_degree: Number = Field(ge=0)
    triangles: Share = 0.3


class StochasticBlock(Part):
    """Homophily: most ties stay inside the group."""

    model: Literal["stochastic_block"]
    mean_degree: Number = Field(ge=0)
    within: Share = 0.7


class OverlappingGroups(Part):
    """Chat groups: everybody joins some, members of one see each other."""

    model: Literal["overlapping_groups"]
    size: Sizes = Field(default="5..40", validate_default=True)
    groups_per_person: Number = Field(default=2.0, ge=0, le=50)
    mixing: Share = 0.2
    """Proportion of places filled from all regions."""


class Households(Part):
    """Families, and the other people whom one meets in the village or quarter."""

    model: Literal["households"]
    contacts_per_day: Number = Field(default=13.0, ge=0)
    village_size: Whole = Field(default=150, ge=2)


class FileGraph(Part):
    """Contacts read from a file: edge list, CSV, GraphML or GEXF, also gzipped."""

    model: Literal["file"]
    path: Text
    """Relative to the scenario file."""
    directed: Switch = False
    """True: each line `a b` says that b sees what a shares."""


GraphSpec = Annotated[
    ErdosRenyi
    | WattsStrogatz
    | BarabasiAlbert
    | PowerlawCluster
    | StochasticBlock
    | OverlappingGroups
    | Households
    | FileGraph,
    Field(discriminator="model"),
]


class Platform(Part):
    """A layer of contacts, and how well it carries what is shared on it."""

    kind: Literal["feed", "messaging", "word_of_mouth"]
    graph: GraphSpec
    reach: Share
    """Probability that a contact sees one share."""
    penetration: Share | dict[Name, Share] = 1.0
    """Proportion of people who are on it, for all or by group."""
    reciprocity: Share = 0.42
    """Feeds only: proportion of follows that are returned (N08)."""


class Seeds(Part):
    """Who starts a claim, and when."""

    count: Whole = Field(default=1, ge=0)
    """People at a time."""
    who: Name | tuple[Name, ...] | None = None
    """Groups they come from; everybody if left out."""
    start: Moment = 0.0
    every: Hours | None = Field(default=None, gt=0)
    """Start it again and again."""
    until: Moment | None = None


class Sharing(Part):
    """How a claim is passed on; give either `rate` or `branching`."""

    rate: Share | None = None
    """Probability per step that a believer of activity 1 passes it on, per platform."""
    branching: Number | None = Field(default=None, gt=0, le=1000)
    """Mean number of further sharers whom an early sharer causes (S07); sets the rate."""
    unconvinced: Share = 0.5
    """Rate of unthinking sharing by all who have seen it, relative to belief (H25)."""
    interest: Lasting = Field(default="12 h", validate_default=True)
    """How long somebody goes on sharing: half-life (assumption, between S24 and S12)."""


class Correction(Part):
    """The correction of a false claim: content of its own."""

    acceptance: Share = 0.3
    """Probability that one seen correction is accepted, at medium trust (E02)."""
    residual: Share = 0.15
    """Continued influence: how much less a believer accepts it (C14, C15)."""
    sharing: Share = 0.1
    """How much the corrected pass it on, relative to believers of the claim (C20)."""
    visibility: Share = 1.0
    """Its reach, relative to the claim's."""
    interest: Lasting = Field(default="12 h", validate_default=True)
    forgetting: Lasting = Field(default="14 days", validate_default=True)
    """Half-life of its protection (C10, E02)."""


def read_arrivals(value: Any) -> Any:
    """Read `2 per week` into the hours between two arrivals."""
    if isinstance(value, str) and (
        match := re.fullmatch(r"\s*([0-9.]{1,12})\s+per\s+(day|week|month)\s*", value)
    ):
        hours = read_hours(f"1 {match[2]}")
        with suppress(ValueError, ZeroDivisionError):
            return write_hours(hours / float(match[1]))
    if isinstance(value, str) and value.endswith(" h"):
        return value
    raise refuse(f"{show(value)} is not a rate of arrival", "write 2 per week or 1 per day")


def read_veracity(value: Any) -> Any:
    """Take the true and false of YAML for the words."""
    return str(value).lower() if isinstance(value, bool) else value


Arrivals = Annotated[
    Hours,
    Field(gt=0),
    BeforeValidator(read_arrivals),
    WithJsonSchema({"type": "string", "examples": ["2 per week"]}),
]

Veracity = Annotated[
    Literal["false", "true", "misleading"],
    BeforeValidator(read_veracity),
    WithJsonSchema({"enum": ["false", "true", "misleading", False, True]}),
]


class Claim(Part):
    """An item that spreads."""

    id: Name
    text: Text = ""
    veracity: Veracity = "false"
    plausibility: Share = 0.15
    """Probability that one seen share convinces somebody of medium literacy (E06)."""
    seeds: Seeds = Seeds()
    arrivals: Arrivals | None = None
    """A stream of similar claims, `2 per week`, each with its own seeds."""
    sharing: Sharing
    forgetting: Lasting = Field(default="30 days", validate_default=True)
    """Half-life of having seen and of believing it (E09)."""
    verification: Share = 0.005
    """Probability per day that a fully literate person checks a false claim (assumption)."""
    correction: Correction | None = None


class Arm(Part):
    """One branch of the study."""

    interventions: tuple[Name, ...] = ()
    title: Text = ""
    set: dict[str, Any] = Field(default={})
    """Changes to interventions in this arm only, `interventions.ID.FIELD: value`."""


class RunPlan(Part):
    """How often the study is repeated."""

    replicates: Whole = Field(default=40, ge=1, le=100_000)
    seed: Whole = Field(default=1, ge=0, lt=2**32)


class Rules(Part):
    """Which rule of each catalogue people follow."""

    persuasion: str = "independent"


class Finding(Part):
    """What the study shows, in words and as a condition that is checked."""

    claim: Text
    test: Text


class Checks(Part):
    """Published margins that the groups must reproduce."""

    online: Published | None = None
    """Share of people on any platform other than word of mouth."""


def to_intervention(value: Any, info: ValidationInfo) -> Any:
    """Read one intervention by its kind, from the catalogue."""
    if not isinstance(value, dict):
        return value
    kind = value.get("kind")
    if kind is None:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "'kind'"})
    if not isinstance(kind, str) or kind not in INTERVENTIONS:
        kinds = ", ".join(map(repr, INTERVENTIONS))
        tags = {"discriminator": "'kind'", "tag": show(kind), "expected_tags": kinds}
        raise PydanticKnownError("union_tag_invalid", tags)
    return INTERVENTIONS[kind].model_validate(value, context=info.context)


AnyIntervention = Annotated[SerializeAsAny[Intervention], BeforeValidator(to_intervention)]


class Scenario(Part):
    """One study, fully resolved: everything that the results depend on."""

    infosim: Literal[1] = 1
    """Version of the file format."""
    id: Name = "study"
    title: Text = ""
    question: Text = ""
    notes: Text = ""
    time: Time
    population: Population
    platforms: Annotated[dict[Name, Platform], Field(min_length=1, max_length=8)]
    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=64)]
    interventions: tuple[AnyIntervention, ...] = ()
    arms: dict[Name, Arm] = Field(default={"baseline": Arm()}, min_length=1, max_length=32)
    """The first arm is the one the others are compared with."""
    rules: Rules = Rules()
    checks: Checks = Checks()
    run: RunPlan = RunPlan()
    outcomes: tuple[str, ...] = Field(
        default=("person_days_per_person", "ever_believed_fraction", "believers_end_fraction"), min_length=1
    )
    """What is reported first."""
    finding: Finding | None = None
    sources: tuple[Text, ...] = ()
