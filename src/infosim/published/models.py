"""How each published model is written as a scenario, and what is read off its runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from infosim.published import contagion, epidemics, hoax
from infosim.published.parameters import Values
from infosim.results import Run
from infosim.world import Floats

Number = dict[str, float]
"""What one run gives, by name; the first is what is compared first."""


@dataclass(frozen=True)
class Model:
    """A published model as a scenario of this folder.

    Attributes
    ----------
    settings : turns the parameters of a cell into changes of the scenario, PATH=VALUE
    measure : reads numbers off a run
    course : reads off how many people there are at each step, ``(n_steps + 1,)`` or less
    is_drawn_anew : whether each run has people and contacts of its own
    """

    settings: Callable[[Values], list[str]]
    measure: Callable[[Run, Values], Number]
    course: Callable[[Run], Floats]
    is_drawn_anew: bool = True


def no_course(run: Run) -> Floats:
    """Keep nothing of how a run went."""
    return np.zeros(0)


MODELS: dict[str, Model] = {
    "sbfc_mean_field": Model(hoax.settings_of_one, hoax.fraction_at_end, hoax.course),
    "sbfc": Model(hoax.settings_of_two, hoax.thousandths_at_end, hoax.course),
    "two_group_agents": Model(
        contagion.settings_of_groups, contagion.recovered_by_group, epidemics.infected, is_drawn_anew=False
    ),
    "echo_chamber": Model(contagion.settings_of_chamber, contagion.virality, no_course),
    "sir": Model(epidemics.settings_of_sir, epidemics.removed, epidemics.infected),
    "sis": Model(epidemics.settings_of_sis, epidemics.endemic, epidemics.believers),
    "cascade": Model(epidemics.settings_of_cascade, epidemics.reached, epidemics.believers),
}
"""Every target that people act in."""
