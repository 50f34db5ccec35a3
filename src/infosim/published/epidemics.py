"""Epidemics and cascades as settings of the rule `independent`, on the graphs of the literature."""

from __future__ import annotations

from infosim.published.parameters import Values
from infosim.published.written import amount, days, lasting, refuse, share
from infosim.results import Run
from infosim.rules.belief import BELIEVER
from infosim.world import Floats

BELONGS = {
    "er": ("p", "mean_degree"),
    "ba": ("m", "mean_degree"),
    "ws": ("k", "mean_degree", "rewiring"),
    "complete": (),
}
"""Which parameters of a graph each kind knows."""

CHANCE_OF_TIE = 0.01
NEWCOMERS = 5
NEIGHBOURS = 10
REWIRING = 0.1
"""What a graph is where nothing is said of it."""


def graph_of(values: Values) -> str:
    """Write the graph that parameters ask for.

    Raises
    ------
    InputError
        A parameter of another kind of graph, or more ties than there are people for.
    """
    kind, n = str(values["graph"]), int(amount(values["n"]))
    given = [name for name in ("p", "m", "k", "mean_degree", "rewiring") if values[name] is not None]
    for name in given:
        if name not in BELONGS[kind]:
            raise refuse(
                f"--{name.replace('_', '-')} does not belong to --graph {kind}",
                "it has " + (", ".join("--" + one.replace("_", "-") for one in BELONGS[kind]) or "none"),
            )
    if "mean_degree" in given and len({*given} - {"rewiring"}) > 1:
        other = next(name for name in given if name not in ("mean_degree", "rewiring"))
        raise refuse(f"--{other} and --mean-degree say the same of the graph", "keep one of them")
    degree = mean_degree_of(values)
    _check_degree(kind, n, degree)
    if kind == "ws":
        rewired = REWIRING if values["rewiring"] is None else values["rewiring"]
        return f"{{model: watts_strogatz, mean_degree: {degree:.17g}, rewiring: {share(rewired)}}}"
    model = "barabasi_albert" if kind == "ba" else "erdos_renyi"
    return f"{{model: {model}, mean_degree: {degree:.17g}}}"


def mean_degree_of(values: Values) -> float:
    """Give the contacts of a person, on average."""
    kind, n = str(values["graph"]), int(amount(values["n"]))
    if kind == "complete":
        return n - 1.0
    if values["mean_degree"] is not None:
        return amount(values["mean_degree"])
    if kind == "er":
        return (n - 1) * (CHANCE_OF_TIE if values["p"] is None else amount(values["p"]))
    if kind == "ws":
        # As in networkx, an odd number of neighbours is the even one below.
        return 2.0 * ((NEIGHBOURS if values["k"] is None else int(amount(values["k"]))) // 2)
    m = NEWCOMERS if values["m"] is None else int(amount(values["m"]))
    if m >= n:
        raise refuse(f"--m {m} is impossible among {n} people", f"write at most {n // 3}, or a larger --n")
    return 2.0 * m * (n - m) / n


def _check_degree(kind: str, n: int, degree: float) -> None:
    """Refuse more contacts than there are people for."""
    limit = n / 3 if kind == "ba" else n - 1
    if degree > limit:
        raise refuse(
            f"{degree:g} contacts of each person are impossible among {n} people in --graph {kind}",
            f"write at most {limit:g} contacts, or a larger --n",
        )


def _settings(values: Values, chance: str) -> list[str]:
    n = int(amount(values["n"]))
    return [
        f"population.size={n}",
        f"time.length={days(values['steps'])}",
        f"platforms.net.graph={graph_of(values)}",
        f"platforms.net.reach={share(values[chance])}",
        f"claims.item.seeds.count={round(amount(values['fraction']) * n)}",
    ]


def settings_of_sir(values: Values) -> list[str]:
    """Write recovery as a loss of interest."""
    return [*_settings(values, "beta"), f"claims.item.sharing.interest={lasting(values['gamma'])}"]


def settings_of_sis(values: Values) -> list[str]:
    """Write recovery as forgetting."""
    return [*_settings(values, "beta"), f"claims.item.forgetting={lasting(values['gamma'])}"]


def settings_of_cascade(values: Values) -> list[str]:
    """Write the chance that a contact is won over; interest lasts one step."""
    return _settings(values, "chance")


def infected(run: Run) -> Floats:
    """Count who is infected before each step: whoever shares in it, ``(n_steps,)``."""
    shared: Floats = run.tallies[:, 0, 0].astype("float64")
    return shared


def believers(run: Run) -> Floats:
    """Count who believes before each step, ``(n_steps,)``; seeds do in the first."""
    counted: Floats = run.counts[:-1, 0, BELIEVER].sum(axis=1).astype("float64")
    counted[0] = run.tallies[0, 0, 0]
    return counted


def removed(run: Run, values: Values) -> dict[str, float]:
    """Count who was infected and is no longer, before the last step; the peak, and when it was.

    Row 0 of the literature is the state with the first infected, so that n steps have n rows.
    """
    now = infected(run)
    ever = float(run.counts[-2, 0, BELIEVER].sum())
    return {"removed": ever - float(now[-1]), "peak": float(now.max()), "peak_step": float(now.argmax())}


def endemic(run: Run, values: Values) -> dict[str, float]:
    """Count who is infected before the last step."""
    return {"infected": float(believers(run)[-1])}


def reached(run: Run, values: Values) -> dict[str, float]:
    """Count who was ever reached."""
    return {"reached": float((run.first_believed[0] >= 0).sum())}
