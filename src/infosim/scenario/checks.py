"""Checks across fields: what is right alone but wrong together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from infosim.errors import Problem, counted
from infosim.scenario import references
from infosim.scenario.draft import Draft, named
from infosim.scenario.estimates import MAX_PEOPLE
from infosim.scenario.tree import Node

MAX_STEPS = 65_535
"""Steps of a run; a draw has 16 bits for the age of a stance."""

MAX_ARRIVALS = 400
"""Claims of one stream."""

SHARE_TOLERANCE = 1e-6

ON_POSTS = ("circuit_breaker", "downranking", "removal")
"""Kinds that act on what is posted on a platform, for everybody there."""


def check(draft: Draft) -> Iterator[Problem]:
    """Make every check that does not need a complete scenario."""
    for one in CHECKS:
        yield from one(draft)


def shares_add_up(draft: Draft) -> Iterator[Problem]:
    """Demand that the groups are everybody, once."""
    node = draft.tree.at("population", "groups")
    if node is None or not draft.groups:
        return
    read = [draft.read("share", part.child("share")) for _, part in draft.items("population", "groups")]
    if None in read:
        return
    total = sum(read)
    if abs(total - 1) > SHARE_TOLERANCE:
        fault = f"the shares of the groups add up to {percent(total)}"
        more = "missing" if total < 1 else "too much"
        yield node.label.problem(fault, f"they should add to 100%; {percent(abs(1 - total))} is {more}")


def size_is_possible(draft: Draft) -> Iterator[Problem]:
    """Refuse a population that nobody can simulate."""
    node, size = draft.tree.at("population", "size"), draft.size
    if node is not None and size is not None and size > MAX_PEOPLE:
        yield node.place.problem(f"{size:,} people are too many", f"at most {MAX_PEOPLE:,} can be simulated")


def time_is_possible(draft: Draft) -> Iterator[Problem]:
    """Demand a sensible number of steps."""
    length, step, node = draft.length, draft.step, draft.tree.at("time", "length")
    if length is None or step is None or node is None:
        return
    if length / step > MAX_STEPS:
        fault = (
            f"this makes {length / step:,.0f} steps"
            if length / step < 1e15
            else "this makes far too many steps"
        )
        yield node.place.problem(fault, f"at most {MAX_STEPS:,} are possible; make the step longer")
    elif length < step:
        place = (draft.tree.at("time", "step") or node).place
        yield place.problem("one step is longer than the study", "make the step shorter")


def moments_are_inside(draft: Draft) -> Iterator[Problem]:
    """Demand that whatever starts does so before the study ends."""
    for part in draft.variants:
        yield from _inside(draft, part.child("start"))
    for _, claim in draft.items("claims"):
        seeds = claim.child("seeds")
        if seeds is None or not isinstance(seeds.value, dict):
            continue
        yield from _inside(draft, seeds.child("start"))
        start, until = draft.moment(seeds.child("start"), 0.0), draft.moment(seeds.child("until"))
        node = seeds.child("until")
        if node and start is not None and until is not None and until <= start:
            yield node.place.problem("this is not after the start of the seeds", "write a later moment")


def _inside(draft: Draft, node: Node | None) -> Iterator[Problem]:
    """Demand that a moment is before the end."""
    length, start = draft.length, draft.moment(node)
    if node and length is not None and start is not None and start >= length:
        fault = f"this is after the end of the study, which runs {length / 24:g} days"
        yield node.place.problem(fault, "write an earlier moment, or a longer time.length")


def claims_are_possible(draft: Draft) -> Iterator[Problem]:
    """Look at each claim: how it is shared, seeded and corrected."""
    for _, claim in draft.items("claims"):
        yield from _sharing(claim)
        yield from _correction(claim)
        yield from _seeds(draft, claim)
        yield from _arrivals(draft, claim)


def _sharing(claim: Node) -> Iterator[Problem]:
    sharing = claim.child("sharing")
    if sharing is None or not isinstance(sharing.value, dict):
        return
    given = [
        name for name in ("rate", "branching") if (node := sharing.child(name)) and node.value is not None
    ]
    if len(given) == 2:
        place = sharing.value["branching"].key or sharing.place
        yield place.problem("both rate and branching are given", "branching sets the rate; keep one of them")
    elif not given:
        yield sharing.label.problem("how far it spreads is missing", "add branching: 1.2, or a rate")


def _correction(claim: Node) -> Iterator[Problem]:
    correction, veracity = claim.child("correction"), claim.child("veracity")
    if correction is None or correction.value is None or veracity is None:
        return
    if veracity.value in (True, "true", "misleading"):
        word = str(veracity.value).lower()
        fault = f"a claim that is {word} has no correction"
        yield correction.label.problem(fault, "only false claims are fact-checked; leave it out")


def _seeds(draft: Draft, claim: Node) -> Iterator[Problem]:
    """Demand that there are as many people as seeds."""
    count_node, who = claim.at("seeds", "count"), claim.at("seeds", "who")
    count = draft.read("whole", count_node, 1)
    names = [part.value for part in named(who)] or None
    people = draft.members(names)
    if count_node and count is not None and people is not None and count > people + 0.5:
        where = f"in {', '.join(names)}" if names else "in all"
        there = counted(int(people + 0.5), "person", "people")
        verb = "is" if count == 1 else "are"
        fault = f"{counted(count, 'seed')} {verb} more than the {there} {where}"
        yield count_node.place.problem(fault, "write fewer")


def _arrivals(draft: Draft, claim: Node) -> Iterator[Problem]:
    node, every = claim.child("arrivals"), claim.at("seeds", "every")
    if node is None or node.value is None:
        return
    if every is not None and every.value is not None:
        fault = "seeds.every and arrivals cannot go together"
        yield (every.key or every.place).problem(
            fault, "every repeats one claim, arrivals brings new ones; keep one"
        )
    between, length = draft.read("arrivals", node), draft.length
    if between and length and length / between > MAX_ARRIVALS:
        fault = (
            f"this makes {length / between:,.0f} claims"
            if length / between < 1e15
            else "this makes too many claims"
        )
        yield node.place.problem(fault, f"at most {MAX_ARRIVALS} are possible; let them arrive less often")


def fact_checks_have_corrections(draft: Draft) -> Iterator[Problem]:
    """Demand that what a fact check publishes exists."""
    claims = dict(draft.items("claims"))
    corrected = [
        name
        for name, claim in claims.items()
        if (node := claim.child("correction")) and node.value is not None
    ]
    for part in draft.variants:
        kind, about = part.child("kind"), part.child("claims")
        if kind is None or kind.value != "fact_check":
            continue
        for name in named(about):
            if name.value in claims and name.value not in corrected:
                yield name.place.problem(
                    f"{name.value} has no correction to publish", "add correction: {} to it"
                )
        if (about is None or about.value is None) and claims and not corrected:
            yield kind.place.problem(
                "no claim has a correction to publish", "add correction: {} to a false claim"
            )


def reach_is_said_once(draft: Draft) -> Iterator[Problem]:
    """Refuse a campaign whose reach is given, and bought as rating points as well."""
    for part in draft.variants:
        kind = part.child("kind")
        given = [name for name in part.value if name in ("reach", "rating_points")]
        given = [name for name in given if part.value[name].value is not None]
        if kind and kind.value == "awareness_campaign" and len(given) == 2:
            second = part.value[given[1]]
            fault = "both reach and rating_points are given"
            yield (second.key or second.place).problem(fault, "rating_points set the reach; keep one of them")


def sources_exist(draft: Draft) -> Iterator[Problem]:
    """Demand that there are as many people as sources of a fact check."""
    for part in draft.variants:
        node = part.child("sources")
        count, people = draft.read("whole", node), draft.size
        if node and count is not None and people is not None and count > people:
            fault = f"{counted(count, 'source')} cannot be found among {counted(people, 'person', 'people')}"
            yield node.place.problem(fault, "write fewer")


def forwards_are_on_messaging(draft: Draft) -> Iterator[Problem]:
    """Demand that a limit on forwards is where messages are forwarded."""
    kinds = {name: str(kind.value) for name, part in draft.items("platforms") if (kind := part.child("kind"))}
    chats = [name for name, kind in kinds.items() if kind == "messaging"]
    other = {"feed": "a feed", "word_of_mouth": "word of mouth"}
    for part in draft.variants:
        kind, platform = part.child("kind"), part.child("platform")
        if kind is None or kind.value != "forward_limit" or platform is None:
            continue
        if isinstance(platform.value, str) and (what := other.get(kinds.get(platform.value, ""))):
            fault = f"{platform.value} is {what}: only messages are forwarded"
            remedy = f"name {' or '.join(chats)}" if chats else "name a platform of kind messaging"
            yield platform.place.problem(fault, remedy)


def posts_have_no_groups(draft: Draft) -> Iterator[Problem]:
    """Refuse groups where an intervention bears on posts, whoever would see them."""
    for part in draft.variants:
        kind, groups = part.child("kind"), part.child("groups")
        if kind and kind.value in ON_POSTS and groups is not None and groups.value is not None:
            fault = f"a {kind.value} bears on posts, whoever would see them"
            yield groups.label.problem(fault, "leave groups out")


def graphs_are_possible(draft: Draft) -> Iterator[Problem]:
    """Demand enough people for the ties that a platform asks for."""
    for _, platform in draft.items("platforms"):
        graph, people = platform.child("graph"), _people_on(draft, platform)
        if graph is None or not isinstance(graph.value, dict) or people is None:
            continue
        model = graph.child("model")
        yield from _degree(draft, platform, graph, str(model.value) if model else "", people)
        yield from _chat_groups(draft, graph, people)
        contacts, village = graph.child("contacts_per_day"), graph.child("village_size")
        number, size = draft.read("number", contacts), draft.read("whole", village, 150)
        if contacts and number is not None and size is not None and number > size - 1:
            fault = f"{number:g} contacts are impossible in a village of {size:,}"
            yield contacts.place.problem(fault, "write fewer, or a larger village_size")


def _chat_groups(draft: Draft, graph: Node, people: float) -> Iterator[Problem]:
    """Demand chat groups in which somebody sees what another shares."""
    node = graph.child("size")
    span = draft.read("sizes", node)
    if node is None or span is None:
        return
    if span.low < 2:
        yield node.place.problem(f"in a group of {span.low} nobody sees a share", "let sizes begin at 2")
    elif span.high > people:
        there = counted(int(people + 0.5), "person", "people")
        fault = f"a group of {span.high:,} is impossible among the {there} on this platform"
        yield node.place.problem(fault, "write less, or simulate more people")


def _degree(draft: Draft, platform: Node, graph: Node, model: str, people: float) -> Iterator[Problem]:
    """Compare a mean degree with the number of people who can be met."""
    node, kind = graph.child("mean_degree"), platform.child("kind")
    degree = draft.read("number", node)
    if node is None or degree is None or degree <= 0:
        return
    if kind and kind.value == "feed":
        # A tie that is not mutual gives one follower instead of two.
        degree *= 2 / (1 + (draft.read("share", platform.child("reciprocity"), 0.42) or 0))
    newcomers = model in ("barabasi_albert", "powerlaw_cluster")
    limit = people / 3 if newcomers else people - 1
    if degree > limit:
        there = counted(int(people + 0.5), "person", "people")
        fault = f"a mean degree of {node.value:,} is impossible among the {there} on this platform"
        yield node.place.problem(fault, "write fewer, or simulate more people")


def _people_on(draft: Draft, platform: Node) -> float | None:
    """Count the people on a platform."""
    size, groups = draft.size, draft.groups
    online = [(share, draft.penetration(platform, name)) for name, share in groups.items()]
    if size is None or any(share is None or part is None for share, part in online):
        return None
    return size * sum(share * part for share, part in online if share is not None and part is not None)


def margin_is_reproduced(draft: Draft) -> Iterator[Problem]:
    """Compare the people online with the published share of them."""
    node = draft.tree.at("checks", "online")
    published = draft.read("published", node)
    if node is None or published is None:
        return
    platforms = [
        (part, kind.value if (kind := part.child("kind")) else None) for _, part in draft.items("platforms")
    ]
    if any(kind not in ("feed", "messaging", "word_of_mouth") for _, kind in platforms):
        return
    online = [part for part, kind in platforms if kind != "word_of_mouth"]
    total = 0.0
    for name, share in draft.groups.items():
        on = [draft.penetration(part, name) for part in online]
        if share is None or None in on:
            return
        total += share * max((value for value in on if value is not None), default=0.0)
    if abs(total - published.share) > published.tolerance + SHARE_TOLERANCE:
        fault = f"the groups give {percent(total)} online, not {percent(published.share)}"
        yield node.place.problem(
            fault, f"change penetration until it is within {percent(published.tolerance)}"
        )


def money_is_one_currency(draft: Draft) -> Iterator[Problem]:
    """Demand that costs can be added."""
    first: str | None = None
    for part in draft.variants:
        for node in (part.child("cost"), part.child("fixed_cost"), part.child("budget")):
            money = draft.cost(node) if node else None
            if node is None or money is None or not money.amount:
                continue
            first = first or money.currency
            if money.currency != first:
                yield node.place.problem(f"{money.currency} cannot be added to {first}", "use one currency")


def graph_files_exist(draft: Draft) -> Iterator[Problem]:
    """Look for the graph files; what they say is read when the graph is built."""
    for _, platform in draft.items("platforms"):
        node = platform.at("graph", "path")
        model = platform.at("graph", "model")
        if node is None or not isinstance(node.value, str) or model is None or model.value != "file":
            continue
        if fault := _file_fault(node):
            yield node.place.problem(fault, "write a path relative to the scenario file")


def _file_fault(node: Node) -> str:
    try:
        path = node.place.source.folder / node.value
        if path.is_dir():
            return "this is a directory, not a graph file"
        return "" if path.is_file() else "there is no such file"
    except (OSError, ValueError):
        return "this is not a possible name of a file"


def percent(share: float) -> str:
    """Write a share for people to read."""
    return f"{share * 100:.6f}".rstrip("0").rstrip(".") + "%"


CHECKS: Iterable[Callable[[Draft], Iterator[Problem]]] = (
    references.ids_differ,
    references.groups_exist,
    references.claims_exist,
    references.channels_exist,
    references.arms_are_possible,
    references.catalogued,
    references.finding_is_readable,
    shares_add_up,
    size_is_possible,
    time_is_possible,
    moments_are_inside,
    claims_are_possible,
    fact_checks_have_corrections,
    reach_is_said_once,
    sources_exist,
    forwards_are_on_messaging,
    posts_have_no_groups,
    graphs_are_possible,
    margin_is_reproduced,
    money_is_one_currency,
    graph_files_exist,
)
