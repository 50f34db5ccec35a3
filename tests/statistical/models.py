"""The discrete variants of the model on small graphs: each as a scenario, and as a chain worked out by hand.

The chains are written from docs/model.md, section 8, for people of literacy and trust
one half, whose multipliers are 1, and for steps of a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import prod

from infosim.rules.belief import BELIEVER, CORRECTED, UNAWARE, UNCONVINCED
from statistical.chain import Chain, Law, Posts, mixed
from studies import Written


@dataclass(frozen=True)
class Model:
    """A variant of the model, in both forms.

    Attributes
    ----------
    claim, reach, rule, literacy : what the scenario says
    chain : the law of what one person does
    """

    claim: Written
    reach: float
    chain: Chain
    rule: str = "independent"
    literacy: float = 0.5


def sharing(rate: float, unconvinced: float = 0.0, interest: str = "never") -> Written:
    """Say how a claim is passed on."""
    return {"sharing": {"rate": rate, "unconvinced": unconvinced, "interest": interest}}


def some(*chances: float) -> dict[Posts, float]:
    """Give the law of how many of some independent posts of a claim are made."""
    law: dict[Posts, float] = {}
    for made in product((0, 1), repeat=len(chances)):
        chance = prod(p if one else 1.0 - p for one, p in zip(made, chances, strict=True))
        law[sum(made), 0] = law.get((sum(made), 0), 0.0) + chance
    return law


def hears(noticing: float, convincing: float, convinced: Law, aware: Law, otherwise: Law) -> Law:
    """Believe with one chance, be aware with another, independently; believing goes first."""
    return mixed(
        (convincing, convinced),
        ((1.0 - convincing) * noticing, aware),
        ((1.0 - convincing) * (1.0 - noticing), otherwise),
    )


def tries(chance: float, n: int) -> float:
    """Give the chance that one of n independent trials succeeds."""
    return 1.0 - (1.0 - chance) ** n


def epidemic() -> Model:
    """Let believers post in every step while interest lasts, and nobody forget: SIR, by the shortcut."""
    reach, plausibility, ending = 0.5, 0.6, 0.4

    def moves(now: str, n: int, _: int, __: int) -> Law:
        noticing, convincing = tries(reach, n), tries(reach * plausibility, n)
        if now in "UW":
            return hears(noticing, convincing, {"B": 1.0}, {"W": 1.0}, {now: 1.0})
        return {"B": 1.0 - ending, "T": ending} if now == "B" else {"T": 1.0}

    stance = {"U": UNAWARE, "W": UNCONVINCED, "B": BELIEVER, "T": BELIEVER}
    chain = Chain(stance, "B", lambda now: some(1.0) if now == "B" else some(), moves)
    return Model({"plausibility": plausibility} | sharing(1.0, 0.0, "40% per day"), reach, chain)


def rumour() -> Model:
    """Let two reasons to post end apart: SIR in which the unconvinced post, too.

    Conditions: stance, then whether interest in posting without thinking and out of
    belief still lasts (i) or is tired (t).
    """
    reach, plausibility, rate, unthinking, ending = 0.6, 0.5, 0.7, 0.35, 0.4

    def posts(now: str) -> dict[Posts, float]:
        chances = [p for p, flag in zip((unthinking, rate), now[1:], strict=False) if flag == "i"]
        return some(*chances)

    def tire(flags: str) -> list[tuple[float, str]]:
        ways = ([(1.0 - ending, "i"), (ending, "t")] if flag == "i" else [(1.0, "t")] for flag in flags)
        return [(prod(p for p, _ in way), "".join(flag for _, flag in way)) for way in product(*ways)]

    def moves(now: str, n: int, _: int, __: int) -> Law:
        noticing, convincing = tries(reach, n), tries(reach * plausibility, n)
        if now == "U":
            return hears(noticing, convincing, {"Bii": 1.0}, {"Wi": 1.0}, {"U": 1.0})
        later = tire(now[1:])
        if now[0] == "B":
            return mixed(*((p, {f"B{flags}": 1.0}) for p, flags in later))
        convinced = mixed(*((p, {f"B{flag}i": 1.0}) for p, flag in later))
        waiting = mixed(*((p, {f"W{flag}": 1.0}) for p, flag in later))
        return hears(noticing, convincing, convinced, waiting, waiting)

    stance = {"U": UNAWARE, "Wi": UNCONVINCED, "Wt": UNCONVINCED}
    stance |= dict.fromkeys(("Bii", "Bit", "Bti", "Btt"), BELIEVER)
    claim = {"plausibility": plausibility} | sharing(rate, 0.5, "40% per day")
    return Model(claim, reach, Chain(stance, "Bii", posts, moves))


def relapse() -> Model:
    """Let people forget, and be convinced again with new luck: SIS."""
    reach, plausibility, rate, forgetting = 0.6, 0.5, 0.8, 0.25
    posting = {"U": some(), "W": some(rate / 2), "B": some(rate / 2, rate)}

    def moves(now: str, n: int, _: int, __: int) -> Law:
        noticing, convincing = tries(reach, n), tries(reach * plausibility, n)
        staying = {"U": 1.0} if now == "U" else {"U": forgetting, now: 1.0 - forgetting}
        if now == "B":
            return staying
        aware = {"W": 1.0} if now == "U" else staying
        return hears(noticing, convincing, {"B": 1.0}, aware, staying)

    stance = {"U": UNAWARE, "W": UNCONVINCED, "B": BELIEVER}
    claim = {"plausibility": plausibility, "forgetting": "25% per day"} | sharing(rate, 0.5)
    return Model(claim, reach, Chain(stance, "B", posting.__getitem__, moves))


def contest(*, is_loose: bool) -> Model:
    """Let a hoax and its correction compete (SBFC), with forgetting and verifying.

    Where it is loose, people post at rates below 1 and tire of correcting, and the
    correction is seen less and forgotten later; else a shortcut is taken.
    """
    reach, literacy, forgetting, verifying = 0.6, 0.3, 0.2, 0.12
    rate, correcting, tiring, seen, losing = (0.7, 0.42, 0.3, 0.8, 0.1) if is_loose else (1, 1, 0, 1, 0.2)
    posting = {"B": some(rate), "C": {(0, 1): correcting, (0, 0): 1.0 - correcting}}
    weight = 1.0 - literacy

    def moves(now: str, n_claim: int, n_correction: int, _: int) -> Law:
        if now == "U":
            pro = reach * n_claim * (1.0 + weight)
            contra = reach * seen * n_correction * (1.0 - weight)
            if pro + contra == 0.0:
                return {"U": 1.0}
            informed = reach * (n_claim + seen * n_correction) / (n_claim + n_correction)
            sides = {"B": pro / (pro + contra), "C": contra / (pro + contra)}
            return mixed((informed, sides), (1.0 - informed, {"U": 1.0}))
        if now == "B":
            checked = {"C": verifying, "B": 1.0 - verifying}
            return mixed((forgetting, {"U": 1.0}), (1.0 - forgetting, checked))
        kept = {"C": 1.0 - tiring, "T": tiring} if now == "C" else {"T": 1.0}
        return mixed((losing, {"U": 1.0}), (1.0 - losing, kept))

    stance = {"U": UNAWARE, "B": BELIEVER, "C": CORRECTED} | ({"T": CORRECTED} if is_loose else {})
    chain = Chain(stance, "B", lambda now: posting.get(now, some()), moves)
    correction = {"sharing": correcting / rate, "interest": "30% per day" if is_loose else "never"}
    correction |= {"visibility": seen, "forgetting": f"{100 * losing:g}% per day"}
    claim = {"veracity": "false", "plausibility": 0.5, "verification": verifying / literacy}
    claim |= {"forgetting": "20% per day", "correction": correction} | sharing(rate)
    return Model(claim, reach, chain, "sbfc", literacy)


def insisting(rule: str) -> Model:
    """Let what was heard before count (complex contagion): `reinforced` or `threshold`.

    Conditions: stance, then how many posts were heard in this episode, as far as more
    make a difference.
    """
    is_threshold = rule == "threshold"
    # Halves, so that the threshold is met exactly, and without rounding.
    reach, plausibility, forgetting, rate = 0.5 if is_threshold else 0.6, 0.5, 0.15, 0.7

    def convinces(n: int, before: int, n_contacts: int) -> float:
        if is_threshold:
            return float(n > 0 and reach * (before + n) >= (1.0 - plausibility) * n_contacts)
        accepting = (min(1.0, plausibility * (1.0 + 0.5 * m)) for m in range(before, before + n))
        return 1.0 - prod(1.0 - reach * one for one in accepting)

    def moves(now: str, n: int, _: int, n_contacts: int) -> Law:
        if now == "B":
            return {"U0": forgetting, "B": 1.0 - forgetting}
        before = int(now[1])
        heard = str(min(2, before + n))
        waiting = {f"W{heard}": 1.0}
        if now[0] == "U":
            staying = {f"U{heard}": 1.0}
        else:
            staying = waiting = mixed((forgetting, {"U0": 1.0}), (1.0 - forgetting, waiting))
        noticing, convincing = tries(reach, n), convinces(n, before, n_contacts)
        return hears(noticing, convincing, {"B": 1.0}, waiting, staying)

    stance = dict.fromkeys(("U0", "U1", "U2"), UNAWARE) | dict.fromkeys(("W1", "W2"), UNCONVINCED)
    stance |= {"B": BELIEVER}
    chain = Chain(stance, "B", lambda now: some(rate) if now == "B" else some(), moves)
    claim = {"plausibility": plausibility, "forgetting": "15% per day"} | sharing(rate)
    return Model(claim, reach, chain, rule)


def corrected() -> Model:
    """Let people doubt, believe, check and be corrected, each with forgetting.

    Conditions: unaware, waiting (unconvinced), freshly believing after having waited,
    believing, corrected. The step in which somebody who waited comes to believe leaves
    no time to check, and what was due then is added to the next one.
    """
    reach, plausibility, rate, forgetting, losing, verifying = 0.7, 0.5, 0.7, 0.1, 0.2, 0.3
    correcting, accepting, residual, seen = 0.63, 0.6, 0.4, 0.8
    posting = {"U": some(), "W": some(rate / 2), "C": {(0, 1): correcting, (0, 0): 1.0 - correcting}}

    def fading(now: str, checking: float, unchecked: str) -> Law:
        return mixed((forgetting, {"U": 1.0}), (1.0 - forgetting, {"C": checking, unchecked: 1.0 - checking}))

    staying = {
        "U": {"U": 1.0},
        "W": fading("W", verifying, "W"),
        "F": fading("F", tries(verifying, 2), "B"),
        "B": fading("B", verifying, "B"),
    }

    def moves(now: str, n_claim: int, n_correction: int, _: int) -> Law:
        if now == "C":
            return {"U": losing, "C": 1.0 - losing}
        doubting = 1.0 - residual if now in "FB" else 1.0
        refuted = tries(reach * seen * accepting * doubting, n_correction)
        if now in "FB":
            return mixed((refuted, {"C": 1.0}), (1.0 - refuted, staying[now]))
        noticing, convincing = tries(reach, n_claim), tries(reach * plausibility, n_claim)
        believing, aware = ({"B": 1.0}, {"W": 1.0}) if now == "U" else ({"F": 1.0}, staying["W"])
        otherwise = hears(noticing, convincing, believing, aware, staying[now])
        return mixed((refuted, {"C": 1.0}), (1.0 - refuted, otherwise))

    stance = {"U": UNAWARE, "W": UNCONVINCED, "F": BELIEVER, "B": BELIEVER, "C": CORRECTED}
    chain = Chain(stance, "B", lambda now: posting.get(now, some(rate / 2, rate)), moves)
    correction = {"acceptance": accepting, "residual": residual, "visibility": seen, "interest": "never"}
    correction |= {"sharing": correcting / rate, "forgetting": "20% per day"}
    claim = {"veracity": "false", "plausibility": plausibility, "verification": 2.0 * verifying}
    claim |= {"forgetting": "10% per day", "correction": correction} | sharing(rate, 0.5)
    return Model(claim, reach, chain)


MODELS: dict[str, Model] = {
    "epidemic": epidemic(),
    "rumour": rumour(),
    "relapse": relapse(),
    "contest": contest(is_loose=False),
    "loose contest": contest(is_loose=True),
    "reinforced": insisting("reinforced"),
    "threshold": insisting("threshold"),
    "corrected": corrected(),
}
