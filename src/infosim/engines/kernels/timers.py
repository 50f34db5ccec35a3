"""A calendar: whose stance fades at which step. A step looks at those who are due, and at nobody else."""

from __future__ import annotations

from infosim.draws import Purpose
from infosim.engines.kernels.chance import duration
from infosim.engines.kernels.work import NEVER, NOBODY, Work
from infosim.engines.state import Setting, State
from infosim.rules.belief import BELIEVER, CORRECTED

FORGET_EXPOSURE = int(Purpose.FORGET_EXPOSURE)
FORGET_BELIEF = int(Purpose.FORGET_BELIEF)
FORGET_CORRECTION = int(Purpose.FORGET_CORRECTION)
VERIFY = int(Purpose.VERIFY)


def unschedule(work: Work, k: int, i: int) -> None:
    """Take a person out of the list of the step at which its stance was to fade."""
    at = int(work.fades_at[k, i])
    if at >= work.due.shape[1]:
        return
    before, after = int(work.earlier[k, i]), int(work.later[k, i])
    if before == NOBODY:
        work.due[k, at] = after
    else:
        work.later[k, before] = after
    if after != NOBODY:
        work.earlier[k, after] = before
    work.fades_at[k, i] = NEVER


def schedule(work: Work, k: int, i: int, at: int) -> None:
    """Put a person on the list of the step at which its stance fades, if the run lasts so long."""
    if at >= work.due.shape[1]:
        return
    first = int(work.due[k, at])
    if first != NOBODY:
        work.earlier[k, first] = i
    work.later[k, i] = first
    work.earlier[k, i] = NOBODY
    work.due[k, at] = i
    work.fades_at[k, i] = at


def forgets_at(setting: Setting, state: State, k: int, i: int) -> int:
    """Find the step at which a person forgets what it thinks of a claim."""
    f, stance, taken = setting.family[k], int(state.stance[k, i]), int(state.stance_at[k, i])
    if stance == CORRECTED:
        lasting, hints = setting.correction_forgetting[f], setting.correction_forgetting_hints[f]
        return taken + duration(setting, state, FORGET_CORRECTION, k, i, lasting, hints)
    lasting, hints = setting.forgetting[f], setting.forgetting_hints[f]
    purpose = FORGET_BELIEF if stance == BELIEVER else FORGET_EXPOSURE
    return taken + duration(setting, state, purpose, k, i, lasting, hints)


def verifies_at(setting: Setting, state: State, k: int, i: int) -> int:
    """Find the step at which a person finds out that a claim is false."""
    f = setting.family[k]
    if not setting.checkable[f]:
        return NEVER
    g = setting.group[i]
    patience, hints = setting.verification[f, g], setting.verification_hints[f, g]
    return int(state.aware_at[k, i]) + duration(setting, state, VERIFY, k, i, patience, hints)


def set_timer(setting: Setting, state: State, work: Work, k: int, i: int) -> None:
    """Find the step at which the present stance fades."""
    unschedule(work, k, i)
    fades_at = forgets_at(setting, state, k, i)
    if state.stance[k, i] != CORRECTED:
        fades_at = min(fades_at, int(work.verifies_at[k, i]))
    # Nobody changes stance twice in one step.
    schedule(work, k, i, max(int(state.stance_at[k, i]) + 1, fades_at))
