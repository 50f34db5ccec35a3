"""What a search for an allocation found: in sentences, as tables, as JSON, and as a study to run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from infosim.errors import counted
from infosim.experiments.allocation.optimise import FINALISTS, FINALS, SEEN, Optimum
from infosim.experiments.allocation.purse import Amounts
from infosim.experiments.allocation.trials import Tried
from infosim.experiments.store.durable import write_whole
from infosim.experiments.sweep.export import Columns, to_csv
from infosim.scenario.models import Arm, Scenario, Sweep
from infosim.scenario.resolved import resolved

CAVEAT = "Synthetic people, borrowed effect sizes: trust directions, not digits."


def named(found: Optimum) -> dict[str, Tried]:
    """Name the allocations that are told of."""
    return {"even_split": found.even, "best": found.best, "fairest": found.fairest}


def money(amount: float, currency: str) -> str:
    """Write an amount; cents only where they are some."""
    return f"{amount:,.0f} {currency}" if amount == int(amount) else f"{amount:,.2f} {currency}"


def sentences(found: Optimum) -> list[str]:
    """Say what came out, so that it can be read out."""
    purse, best = found.purse, found.averted(found.best)
    more = found.averted(found.best, found.even)
    societies = counted(len(found.seeds), "other society", "other societies")
    gap, even_gap = found.gap(found.best).mean, found.gap(found.even).mean
    lines = [
        f"With {money(purse.budget, purse.currency)} the best allocation found averts {best.mean:.2f} days "
        f"of false belief per person (95% interval {best.low:.2f} to {best.high:.2f}).",
        f"An even split averts {found.averted(found.even).mean:.2f}: the best averts {abs(more.mean):.2f} "
        f"{'more' if more.mean >= 0 else 'fewer'} (95% interval {more.low:.2f} to {more.high:.2f}).",
        f"Between the group that fares worst and the one that fares best lie {gap:.2f} days, "
        f"after an even split {even_gap:.2f}.",
        f"Found by trying {counted(found.searched, 'allocation')} in {SEEN} societies, the best {FINALISTS} "
        f"and the even split again in {FINALS} more; judged on {societies}, with {found.replicates} "
        "replicates each, which the search did not see.",
    ]
    if purse.budget >= purse.whole:
        lines.append(
            f"The budget pays for everything as written ({money(purse.whole, purse.currency)}): what is "
            "left is not worth spending, unless the scenario offers more of it."
        )
    return lines


def table_of(found: Optimum) -> Columns:
    """List what each intervention gets."""
    rows = [
        [item.id, item.price, *(one.amounts[k] for one in named(found).values())]
        for k, item in enumerate(found.purse.items)
    ]
    return Columns(("intervention", "price_as_written", *named(found)), rows)


def frontier_table(found: Optimum) -> Columns:
    """List the allocations of the frontier, with what they avert and leave unequal."""
    ids = tuple(item.id for item in found.purse.items)
    measured = ("averted", "averted_low", "averted_high", "gap", "gap_low", "gap_high", "spent")
    kept = {"nothing": found.nothing, "even_split": found.even, "best": found.best}
    kept |= {f"frontier_{k + 1}": one for k, one in enumerate(found.frontier)}
    rows = [
        [name, *one.amounts, *found.averted(one), *found.gap(one), float(one.costs.mean())]
        for name, one in kept.items()
    ]
    return Columns(("allocation", *ids, *measured), rows)


def to_json(found: Optimum, files: list[Path]) -> dict[str, Any]:
    """Give everything as plain data."""
    ids = [item.id for item in found.purse.items]

    def told(one: Tried) -> dict[str, Any]:
        return {
            "amounts": dict(zip(ids, one.amounts, strict=True)),
            "spent": float(one.costs.mean()),
            "averted": found.averted(one)._asdict(),
            "more_than_even_split": found.averted(one, found.even)._asdict(),
            "gap": found.gap(one)._asdict(),
        }

    return {
        "study": found.scenario.id,
        "arm": found.arm,
        "budget": found.purse.budget,
        "currency": found.purse.currency,
        "prices": {item.id: item.price for item in found.purse.items},
        "searched": found.searched,
        "replicates": found.replicates,
        "seeds": list(found.seeds),
        **{name: told(one) for name, one in named(found).items()},
        "frontier": [told(one) for one in found.frontier],
        "files": [str(file) for file in files],
    }


def study_of(found: Optimum) -> Scenario:
    """Write the allocations as arms of a study, to be run, compared or changed like any other."""
    scenario, arm = found.scenario, found.scenario.arms[found.arm]
    first = next(iter(scenario.arms))
    titles = {"even_split": "The budget split evenly", "best": "The best allocation found"}
    titles |= {"fairest": "The fairest allocation found"}
    arms = {first: scenario.arms[first]}
    for name, one in named(found).items():
        told = {"title": titles[name], "versus": None}
        arms[name] = arm.model_copy(update=told | _spent(found, arm, one.amounts))
    changes = {"arms": arms, "finding": None, "sweep": Sweep(), "id": f"{scenario.id[:40]}_budget"}
    return scenario.model_copy(update=changes)


def _spent(found: Optimum, arm: Arm, amounts: Amounts) -> dict[str, Any]:
    """Give what an arm has to say for an allocation: whom it pays, and with how much."""
    purse = found.purse
    given = dict(zip((item.id for item in purse.items), amounts, strict=True))
    ids = tuple(name for name in arm.interventions if given.get(name, 1.0) > 0)
    budgets = {
        f"interventions.{item.id}.budget": f"{given[item.id]:.2f} {purse.currency}"
        for item in purse.items
        if item.is_divisible and given[item.id] > 0
    }
    return {"interventions": ids, "set": {**arm.set, **budgets}}


def write_optimum(found: Optimum, folder: Path) -> list[Path]:
    """Write the tables, and the study whose arms are the allocations."""
    study = resolved(study_of(found))
    files = {
        "allocation.csv": to_csv(table_of(found)),
        "frontier.csv": to_csv(frontier_table(found)),
        "allocation.json": (json.dumps(study, indent=1, ensure_ascii=False) + "\n").encode(),
    }
    for name, data in files.items():
        write_whole(folder / name, data)
    return [folder / name for name in files]
