"""What a scenario file may say: the schema, as frozen models.

Every field has a meaning, a unit and a default; the JSON Schema, the reference
and the error messages are made from these lines. The words after a default name
its source in the evidence table, or say that it is an assumption.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    SerializeAsAny,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticKnownError

from infosim.defaults import assumed, chosen, sourced
from infosim.interventions.base import Intervention
from infosim.rules import Persuasion
from infosim.scenario.additions import NO_ADDITIONS, Additions
from infosim.scenario.graphs import GraphSpec
from infosim.units import (
    Arrivals,
    Day,
    Hours,
    Lasting,
    Level,
    Moment,
    Number,
    Part,
    Published,
    Share,
    Switch,
    Whole,
    show,
)

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
"""An id: small letters, digits and underscores."""

Text = Annotated[str, Field(max_length=2000)]

NOTHING = "nothing is assumed to happen unless it is written"
CUSTOM = "a convention of this program"


class Time(Part):
    """When the study runs, and in what steps."""

    start: Day | None = assumed(None, "dates are counted in weeks and days of the study")
    """First day; only needed when other dates are written as dates."""
    length: Hours = chosen(gt=0)
    """How long the study runs."""
    step: Hours = assumed(6.0, "a quarter of a day", low="30 min", high="24 h", gt=0)
    """Length of one step."""


class Group(Part):
    """A part of the population whose members are alike."""

    id: Name
    age: Text = assumed("", CUSTOM)
    """Ages, in words."""
    region: Text = assumed("", "everybody lives in one region")
    """People share households and villages only inside their region."""
    identity: Text = assumed("", "nobody feels divided")
    """Whom its members feel they belong to; bears on `homophily` of platforms."""
    role: Literal["person", "supersharer", "bot"] = sourced(
        "person", "H20", "H23", reason="supersharers are 1250 times, bots 7 times as active as others"
    )
    """What its members are: people, people who share very much, or inauthentic accounts."""
    share: Share
    """Its proportion of the population."""
    literacy: Level = assumed(0.5, "the middle of the scale", low="0%", high="100%", more="helps")
    """Mean media literacy, from 0 (low) to 1 (high)."""
    trust: Level = sourced(
        0.5, "C03", reason="the middle; the slope is C03", low="0%", high="100%", more="helps"
    )
    """Trust in institutions, from 0 to 1; scales corrections and labels."""
    activity: Number = sourced(
        1.0, "H17", reason="2 to 4 for people above 60", low=0.5, high=4, more="harms", ge=0, le=10_000
    )
    """How much its members pass on, relative to the others."""
    credulity: Number = assumed(1.0, "literacy says it all", low=0.5, high=1.5, more="harms", ge=0, le=1_000)
    """How readily its members believe what is false or misleading, relative to others of their literacy."""


class Population(Part):
    """The people."""

    size: Whole = chosen(ge=1)
    """How many people are simulated."""
    stands_for: Whole | None = assumed(None, CUSTOM, ge=1)
    """How many real people they stand for; only used in words and costs."""
    groups: tuple[Group, ...] = assumed((Group(id="everyone", share=1.0),), "everybody is alike")
    """Their shares add to 100%."""
    literacy_spread: Share = assumed(0.1, "no measurement found", low="0%", high="30%")
    """Half-width of literacy and trust around the mean of the group."""
    activity_sigma: Number = sourced(1.8, "H16", "H22", low=1.0, high=3.6, ge=0, le=4)
    """Spread of activity: sigma of its lognormal law."""
    household_size: Number = assumed(4.0, "no measurement found", low=2, high=6, ge=1, le=20)
    """Mean number of people who live together."""


class Homophily(Part):
    """How far contacts keep to their own kind, whatever the model of the graph."""

    by: Literal["identity", "region", "group"] = assumed("identity", CUSTOM)
    """What people have in common."""
    within: Share = sourced(
        0.77, "H24", "P14", reason="77% for identities; 84% inside a country", low="50%", high="99%"
    )
    """Proportion of ties that stay inside, at least."""


class Platform(Part):
    """A layer of contacts, and how well it carries what is shared on it."""

    kind: Literal["feed", "messaging", "word_of_mouth"]
    graph: GraphSpec
    reach: Share = chosen(low="2%", high="60%", more="harms")
    """Probability that a contact sees one share."""
    penetration: Share | dict[Name, Share] = assumed(1.0, "everybody is on it", low="30%", high="100%")
    """Proportion of people who are on it, for all or by group."""
    reciprocity: Share = sourced(0.42, "N08", low="20%", high="65%")
    """Feeds only: proportion of follows that are returned."""
    homophily: Homophily | None = assumed(None, "as the model of the graph has it")
    """Ties brought home until most of them stay inside an identity, region or group."""


class Seeds(Part):
    """Who starts a claim, and when."""

    count: Whole = assumed(1, CUSTOM, low=1, high=20, more="harms", ge=0)
    """People at a time."""
    who: Name | tuple[Name, ...] | None = assumed(None, "anybody")
    """Groups they come from; everybody if left out."""
    contacts: Switch = assumed(False, NOTHING)
    """Whether all who see what they share start it with them."""
    start: Moment = assumed(0.0, CUSTOM)
    """When they start it first."""
    every: Hours | None = assumed(None, NOTHING, gt=0)
    """Start it again and again."""
    until: Moment | None = assumed(None, "to the end of the study")
    """When they stop starting it."""


class Sharing(Part):
    """How a claim is passed on; give either `rate` or `branching`."""

    rate: Share | None = sourced(
        None,
        "S13",
        reason="0.2% of exposures; branching is easier to choose",
        low="0.05%",
        high="20%",
        more="harms",
    )
    """Probability per step that a believer of activity 1 passes it on, per platform."""
    branching: Number | None = sourced(
        None,
        "S07",
        "S01",
        reason="0.4 true, 0.6 false, 1.2 a rumour that takes off",
        low=0.4,
        high=1.5,
        more="harms",
        gt=0,
        le=1000,
    )
    """Mean number of further sharers whom an early sharer causes; sets the rate."""
    unconvinced: Share = sourced(0.5, "H25", low="35%", high="65%", more="harms")
    """Rate of unthinking sharing by all who have seen it, relative to belief."""
    interest: Lasting = sourced(
        "12 h", "S24", "S12", reason="between 6 h on X and 21 h in chats", low="4 h", high="24 h"
    )
    """How long somebody goes on sharing: half-life."""


class Correction(Part):
    """The correction of a false claim: content of its own."""

    acceptance: Share = sourced(
        0.3, "E02", reason="the conversion into a probability is ours", low="5%", high="60%", more="helps"
    )
    """Probability that one seen correction is accepted, at medium trust."""
    residual: Share = sourced(0.15, "C14", "C15", low="0%", high="35%", more="harms")
    """Continued influence: how much less a believer accepts it."""
    sharing: Share = sourced(0.1, "C20", low="0%", high="50%", more="helps")
    """How much the corrected pass it on, relative to believers of the claim."""
    visibility: Share = assumed(1.0, "carried as well as the claim", low="10%", high="100%", more="helps")
    """Its reach, relative to the claim's."""
    interest: Lasting = assumed("12 h", "as long as the claim", low="4 h", high="24 h")
    """How long somebody goes on sharing it: half-life."""
    forgetting: Lasting = sourced("14 days", "C10", "E02", low="5 days", high="45 days", more="helps")
    """Half-life of its protection."""


def read_veracity(value: Any) -> Any:
    """Take the true and false of YAML for the words."""
    return str(value).lower() if isinstance(value, bool) else value


Veracity = Annotated[
    Literal["false", "true", "misleading"],
    BeforeValidator(read_veracity),
    WithJsonSchema({"enum": ["false", "true", "misleading", False, True]}),
]


class Claim(Part):
    """An item that spreads."""

    id: Name
    text: Text = assumed("", CUSTOM)
    """What it says."""
    veracity: Veracity = assumed("false", CUSTOM)
    """True, false, or misleading: harmful, but nothing that a fact-checker would flag."""
    plausibility: Share = sourced(
        0.15, "E06", reason="a new claim; the conversion is ours", low="5%", high="35%", more="harms"
    )
    """Probability that one seen share convinces somebody of medium literacy."""
    seeds: Seeds = assumed(Seeds(), CUSTOM)
    """Who starts it, and when."""
    arrivals: Arrivals | None = assumed(None, NOTHING)
    """A stream of similar claims, `2 per week`, each with its own seeds."""
    sharing: Sharing
    """How it is passed on."""
    forgetting: Lasting = sourced("30 days", "E09", low="14 days", high="90 days", more="harms")
    """Half-life of having seen and of believing it."""
    verification: Share = assumed(0.005, "no measurement found", low="0%", high="2%", more="helps")
    """Probability per day that a fully literate person checks a false claim."""
    correction: Correction | None = assumed(None, NOTHING)
    """Its correction, if somebody publishes one."""


class Arm(Part):
    """One branch of the study."""

    interventions: tuple[Name, ...] = assumed((), NOTHING)
    """Those that run in it."""
    title: Text = assumed("", CUSTOM)
    """What it is called in tables and figures."""
    set: dict[str, Any] = assumed({}, NOTHING)
    """Changes in this arm only: `interventions.ID.FIELD`, or `platforms.`, `population.`,
    `claims.` and `rules.` for an arm about another setting."""
    versus: Name | None = assumed(None, "the first arm")
    """Arm that it is compared with; the first if left out."""


class RunPlan(Part):
    """How often the study is repeated."""

    replicates: Whole = assumed(40, "enough for intervals that say something", ge=1, le=100_000)
    """Pairs of runs."""
    seed: Whole = assumed(1, CUSTOM, ge=0, lt=2**32)
    """Word from which all draws follow."""


class Rules(Part):
    """Which rule of each catalogue people follow."""

    persuasion: str = sourced(
        "independent", "S15", "S16", "S19", reason="viral items spread simply; try reinforced as well"
    )
    """How exposure convinces: independent, reinforced, threshold, or sbfc."""


class Finding(Part):
    """What the study shows, in words and as a condition that is checked."""

    claim: Text
    test: Text


class Checks(Part):
    """Published margins that the groups must reproduce."""

    online: Published | None = assumed(None, NOTHING)
    """Share of people on any platform other than word of mouth."""


class Workshop(Part):
    """What a trainer moves in front of a room."""

    sliders: tuple[Text, ...] = assumed((), NOTHING)
    """Numbers to move, as in `interventions.ads.reach`."""


class Sweep(Part):
    """Many points: what is varied, and which combinations are run."""

    design: Literal["grid", "list", "latin_hypercube", "sobol", "halton", "morris", "saltelli"] = assumed(
        "grid", CUSTOM
    )
    """How points are chosen: every combination, value by value, or a sample of the ranges."""
    samples: Whole = assumed(64, CUSTOM, ge=1, le=100_000)
    """Points of a sample; of morris and saltelli, how often each is begun anew."""
    levels: Whole = assumed(5, CUSTOM, ge=2, le=1000)
    """Values of a range in a grid, and of every range in morris, evenly spaced."""
    replicates: Whole | None = assumed(None, "as many as run says", ge=1, le=100_000)
    """Runs of each arm at each point; as `run` says if left out."""
    vary: dict[str, Any] = assumed({}, NOTHING)
    """Path of a value: a list `[week 2, week 6]`, or a range `5%..30%`."""


def added_in(info: ValidationInfo) -> Additions:
    """Give what a user has added to the study that is being read."""
    added: Additions = (info.context or {}).get("additions", NO_ADDITIONS)
    return added


def to_intervention(value: Any, info: ValidationInfo) -> Any:
    """Read one intervention by its kind, from the catalogue."""
    if not isinstance(value, dict):
        return value
    kind, known = value.get("kind"), added_in(info).all_kinds
    if kind is None:
        raise PydanticKnownError("union_tag_not_found", {"discriminator": "'kind'"})
    if not isinstance(kind, str) or kind not in known:
        kinds = ", ".join(map(repr, known))
        tags = {"discriminator": "'kind'", "tag": show(kind), "expected_tags": kinds}
        raise PydanticKnownError("union_tag_invalid", tags)
    return known[kind].model_validate(value, context=info.context)


AnyIntervention = Annotated[SerializeAsAny[Intervention], BeforeValidator(to_intervention)]


class Scenario(Part):
    """One study, fully resolved: everything that the results depend on."""

    infosim: Literal[1] = assumed(1, CUSTOM)
    """Version of the file format."""
    id: Name = assumed("study", CUSTOM)
    """What the study is called; the name of its file if left out."""
    title: Text = assumed("", CUSTOM)
    """What it is about, in a line."""
    question: Text = assumed("", CUSTOM)
    """What it asks."""
    notes: Text = assumed("", CUSTOM)
    """What a reader should know."""
    time: Time
    population: Population
    platforms: Annotated[dict[Name, Platform], Field(min_length=1, max_length=8)]
    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=64)]
    interventions: tuple[AnyIntervention, ...] = assumed((), NOTHING)
    """What may be done; arms say which."""
    arms: dict[Name, Arm] = assumed({"baseline": Arm()}, CUSTOM, min_length=1, max_length=32)
    """The first arm is the one the others are compared with."""
    rules: Rules = assumed(Rules(), CUSTOM)
    """Which rule of each catalogue people follow."""
    checks: Checks = assumed(Checks(), NOTHING)
    """Published margins that the groups must reproduce."""
    run: RunPlan = assumed(RunPlan(), CUSTOM)
    """How often the study is repeated."""
    outcomes: tuple[str, ...] = assumed(
        ("person_days_per_person", "ever_believed_fraction", "believers_end_fraction"),
        "belief, not exposure, is the harm (E08)",
        min_length=1,
    )
    """What is reported first."""
    finding: Finding | None = assumed(None, NOTHING)
    """What the study shows."""
    sweep: Sweep = assumed(Sweep(), NOTHING)
    """What is varied over many points, by `infosim sweep`."""
    workshop: Workshop = assumed(Workshop(), NOTHING)
    """What a trainer moves in front of a room."""
    sources: tuple[Text, ...] = assumed((), CUSTOM)
    """Rows of the evidence table, and other works, that it rests on."""
    _additions: Additions = PrivateAttr(default=NO_ADDITIONS)

    @model_validator(mode="after")
    def _remember_additions(self, info: ValidationInfo) -> Self:
        self._additions = added_in(info)
        return self

    @property
    def additions(self) -> Additions:
        """What a user has added to the catalogues for this study."""
        return self._additions

    @property
    def persuasion(self) -> Persuasion:
        """The rule of persuasion, as engines take it."""
        return self._additions.rule(self.rules.persuasion)

    @property
    def reading(self) -> dict[str, Any]:
        """What reading a part of it again needs to know of the whole."""
        return {"start": self.time.start, "additions": self._additions}
