"""starsim's SIR disease on a network of our ties, in steps of a day."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import starsim as ss
from common import Begin, Outcome, Simulate, seeds_of, spread_outcome


def version() -> str:
    """Say which version."""
    return str(ss.__version__)


class Ties(ss.Network):
    """Ties that stay as they are."""

    def __init__(self, source: np.ndarray, target: np.ndarray) -> None:
        super().__init__(name="ties")
        self.given = source, target

    def init_post(self) -> None:
        """Hand the ties over."""
        super().init_post()
        source, target = self.given
        self.append(p1=source, p2=target, beta=np.ones(len(source), ss.dtypes.float))

    def step(self) -> None:
        """Do nothing: nobody moves."""


class Seeded(ss.SIR):
    """SIR that begins with given people, and in which whoever catches it shares at least once."""

    def __init__(self, job: SimpleNamespace, seed: int) -> None:
        # The whole part of an exponential, plus one, is geometric.
        scale = -1.0 / np.log1p(-job.gamma)
        lasting, nobody = ss.expon(scale), ss.bernoulli(0)
        super().__init__(beta=ss.probperday(job.beta), init_prev=nobody, p_death=nobody, dur_inf=lasting)
        self.first, self.sharing = seeds_of(job, seed), []

    def init_post(self) -> None:
        """Infect the first ones, who share from the first step on."""
        super().init_post()
        first = ss.uids(self.first)
        self.set_prognoses(first)
        self.ti_recovered[first] = self.ti_recovered[first] - 1

    def set_progression(self, uids: ss.uids) -> None:
        """Schedule recovery, which goes before spreading in a step of starsim's."""
        drawn = np.asarray(self.pars.dur_inf.rvs(uids), dtype=float)
        self.ti_recovered[uids] = self.ti + 2 + np.floor(drawn)

    def step(self) -> None:
        """Count who shares, then let it spread."""
        self.sharing.append(int(self.infected.sum()))
        super().step()


def prepare(job: SimpleNamespace) -> Begin:
    """Keep each tie once: starsim spreads both ways."""
    source = np.repeat(np.arange(job.n), np.diff(job.indptr))
    once = source < job.indices
    ends = source[once].astype(ss.dtypes.int), job.indices[once].astype(ss.dtypes.int)

    def begin(seed: int) -> Simulate:
        disease = Seeded(job, seed)
        sim = ss.Sim(
            n_agents=job.n,
            networks=Ties(*ends),
            diseases=disease,
            dt=ss.day,
            start="2020-01-01",
            dur=ss.days(job.max_steps),
            rand_seed=seed + 1,
            verbose=0,
            copy_inputs=False,
        )
        sim.init()

        def simulate(limit: float) -> Outcome:
            one = sim.diseases[0]
            while one.infected.any() and len(one.sharing) < job.max_steps:
                sim.run_one_step()
            size = job.n - int(one.susceptible.sum())
            over = not one.infected.any()
            return spread_outcome(size, one.sharing, finished=bool(over), steps=len(one.sharing))

        return simulate

    return begin
