"""What is told of everybody at the end of a run in which nobody ever stops believing."""

from __future__ import annotations

from infosim.compiling import Numbers
from infosim.engines.agenda import Agenda
from infosim.engines.record import Record
from infosim.engines.state import Ending
from infosim.rules.belief import BELIEVER, UNAWARE


def tell(
    stance: Numbers, since: Numbers, heard_from: Numbers, agenda: Agenda, record: Record, ending: Ending
) -> None:
    """Write down what everybody holds, when it believed and from whom it heard, in one go.

    Parameters
    ----------
    stance, since : (N,), and the step at which those who believe begin to share
    heard_from : (N,), the parent (plus 2) of those who have heard of it
    """
    n_steps = len(record.tallies)
    for i in range(len(stance)):
        believes = stance[i] == BELIEVER
        ending.stance[0, i] = stance[i]
        ending.episode[0, i] = 0
        ending.parent[0, i] = -2 if stance[i] == UNAWARE else heard_from[i] - 2
        ending.first_shared[0, i] = since[i] if believes and since[i] < n_steps else -1
        record.first_believed[0, i] = since[i] if believes else -1
        record.believed[0, i] = -since[i] if believes else 0
    # Those who started the claim shared it at once, and are counted after their first step.
    for n in range(len(agenda.wave_people)):
        i = int(agenda.wave_people[n])
        if record.first_believed[0, i] >= 0:
            record.first_believed[0, i] += 1
            record.believed[0, i] -= 1


KERNELS = (tell,)
