"""Mesa, in the style of its own example of a virus on a network.

Agents live on the nodes of a `Network`; each looks at the agents next to it. Unlike in the
example, a step reads the state before it and writes the one after it (two passes, as Mesa's
documentation proposes), because otherwise the model would be another one.
"""

from __future__ import annotations

from importlib.metadata import version as installed
from types import SimpleNamespace

import mesa
import numpy as np
from common import Begin, Clock, Outcome, Simulate, contest_outcome, networkx_graph, seeds_of, spread_outcome
from mesa.discrete_space import FixedAgent, Network

SUSCEPTIBLE, INFECTED, RESISTANT = 0, 1, 2
UNAWARE, BELIEVER, CHECKER = 0, 2, 3


def version() -> str:
    """Say which version."""
    return installed("mesa")


class VirusAgent(FixedAgent):
    """Somebody who can catch it from the neighbourhood."""

    def __init__(self, model: mesa.Model, cell: object) -> None:
        super().__init__(model)
        self.cell, self.state, self.next = cell, SUSCEPTIBLE, SUSCEPTIBLE

    def step(self) -> None:
        """Infect others, and perhaps recover."""
        if self.state != INFECTED:
            return
        model, random = self.model, self.model.random.random
        for other in self.cell.neighborhood.agents:
            if other.state == SUSCEPTIBLE and random() < model.beta:
                other.next = INFECTED
        if random() < model.gamma:
            self.next = RESISTANT

    def advance(self) -> None:
        """Take the new state, and be counted."""
        self.state = self.next
        self.model.counts[self.state] += 1


class HoaxAgent(FixedAgent):
    """Somebody who hears a hoax and its check from the neighbourhood."""

    def __init__(self, model: mesa.Model, cell: object) -> None:
        super().__init__(model)
        self.cell, self.state, self.next = cell, UNAWARE, UNAWARE

    def step(self) -> None:
        """Take a side, forget, or verify."""
        model, luck = self.model, self.model.random.random()
        if self.state == UNAWARE:
            states = [other.state for other in self.cell.neighborhood.agents]
            pro = states.count(BELIEVER) * (1.0 + model.weight)
            contra = states.count(CHECKER) * (1.0 - model.weight)
            if pro + contra > 0:
                believing = model.beta * pro / (pro + contra)
                self.next = BELIEVER if luck < believing else CHECKER if luck < model.beta else UNAWARE
        elif luck < model.forget:
            self.next = UNAWARE
        elif self.state == BELIEVER and model.random.random() < model.verify:
            self.next = CHECKER

    advance = VirusAgent.advance


class OnNetwork(mesa.Model):
    """A model whose agents are the nodes of a network."""

    def __init__(self, job: SimpleNamespace, graph: object, seed: int) -> None:
        super().__init__(seed=seed)
        for name in ("beta", "gamma", "weight", "forget", "verify"):
            setattr(self, name, getattr(job, name, 0.0))
        self.grid = Network(graph, capacity=1, random=self.random)
        kind, first = (HoaxAgent, BELIEVER) if job.model == "sbfc" else (VirusAgent, INFECTED)
        people = [kind(self, cell) for cell in self.grid.all_cells]
        for i in seeds_of(job, seed):
            people[i].state = people[i].next = first
        self.counts = [job.n - job.n_seeds, 0, 0, 0]
        self.counts[first] = job.n_seeds

    def step(self) -> None:
        """Let everybody act, then take the new states."""
        self.counts = [0, 0, 0, 0]
        self.agents.shuffle_do("step")
        self.agents.do("advance")


def prepare(job: SimpleNamespace) -> Begin:
    """Make the graph; a model is made for each run, as it is in Mesa."""
    graph = networkx_graph(job)

    def begin(seed: int) -> Simulate:
        model = OnNetwork(job, graph, seed)
        return lambda limit: simulate(job, model, limit)

    return begin


def simulate(job: SimpleNamespace, model: OnNetwork, limit: float) -> Outcome:
    """Step until it is over, or for all steps where it never is."""
    clock, rows = Clock(limit), [model.counts]
    endless = job.model == "sbfc"
    while len(rows) <= job.max_steps and (endless or rows[-1][INFECTED]) and not clock.is_over():
        model.step()
        rows.append(model.counts)
    if endless:
        return contest_outcome(job, np.array(rows), finished=len(rows) == job.max_steps + 1)
    sharing = [row[INFECTED] for row in rows]
    size, finished = job.n - rows[-1][SUSCEPTIBLE], sharing[-1] == 0
    return spread_outcome(size, sharing, finished=finished, steps=len(rows) - 1)
