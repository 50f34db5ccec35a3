"""What changes the effects of a run as it goes on, as flat arrays and plain loops.

In Python this is done by `Simulation.rebuild_effects` and the `modify` of each kind. A
browser cannot call these, so what they would do is written down step by step before the
run; only what depends on the run, a circuit breaker, is decided in it. The loops are
translated like kernels, and are held to what Python does by the tests.
"""

from __future__ import annotations

from typing import NamedTuple

from infosim.compiling import People, Row
from infosim.engines.record import Record
from infosim.engines.state import Flags, Floats, Ints
from infosim.world import Effects

VISIBILITY, ACCEPTANCE, SHARING = range(3)


class Steering(NamedTuple):
    """What may change effects: marks, and modifiers (interventions that modify), in file order.

    Attributes
    ----------
    mark_first, mark_until : (n_marks,), active in steps ``first <= step < until``
    mark_since : (n_marks, n_items), step from which a mark bears on an item
    belief_cut, sharing_cut : (n_marks, n_platforms + 2, n_items), see `world.Mark`
    modifier_first, modifier_last : (n_modifiers,), active in ``first <= step < last``
    brake : (n_modifiers,), row of a circuit breaker below, -1 for what is written down
    patch : (n_modifiers, n_steps), which patch is laid on at each step, -1 for none
    patch_ends : (n_patches + 1,), patch m is the cells ``patch_ends[m]:patch_ends[m + 1]``
    cell_table, cell_row, cell_item, cell_factor : what is multiplied by what, and in which
        table: VISIBILITY, ACCEPTANCE or SHARING
    brake_row, brake_after, brake_hold, brake_window, brake_limit, brake_cut : (n_brakes,)
        See `CircuitBreaker`; times in steps, a hold of -1 is for good.
    brake_claims : (n_brakes, n_claims), which claims it watches
    """

    mark_first: Ints
    mark_until: Ints
    mark_since: Ints
    belief_cut: Floats
    sharing_cut: Floats
    modifier_first: Ints
    modifier_last: Ints
    brake: Ints
    patch: Ints
    patch_ends: Ints
    cell_table: Ints
    cell_row: Ints
    cell_item: Ints
    cell_factor: Floats
    brake_row: Ints
    brake_after: Ints
    brake_hold: Ints
    brake_window: Ints
    brake_limit: Floats
    brake_cut: Floats
    brake_claims: Flags


def rebuild(effects: Effects, steering: Steering, record: Record, step: int) -> None:
    """Make this step's modifiers from the baseline."""
    effects.visibility[:] = 1.0
    effects.acceptance[:] = 1.0
    effects.sharing[:] = 1.0
    for m in range(len(steering.mark_first)):
        set_cuts(effects, steering, m, step)
    for q in range(len(steering.modifier_first)):
        if steering.modifier_first[q] <= step < steering.modifier_last[q]:
            if steering.brake[q] < 0:
                lay_on(effects, steering, int(steering.patch[q, step]))
            else:
                slow_down(effects, steering, record, int(steering.brake[q]), q, step)


def set_cuts(effects: Effects, steering: Steering, m: int, step: int) -> None:
    """Set how strongly a mark works: as planned while it is active, on what it bears on by now."""
    is_active = steering.mark_first[m] <= step < steering.mark_until[m]
    for row in range(effects.visibility.shape[0]):
        for item in range(effects.visibility.shape[1]):
            if is_active and steering.mark_since[m, item] <= step:
                effects.belief_cut[m, row, item] = steering.belief_cut[m, row, item]
                effects.sharing_cut[m, row, item] = steering.sharing_cut[m, row, item]
            else:
                effects.belief_cut[m, row, item] = 0.0
                effects.sharing_cut[m, row, item] = 0.0


def lay_on(effects: Effects, steering: Steering, patch: int) -> None:
    """Multiply what a patch lists."""
    if patch < 0:
        return
    for cell in range(steering.patch_ends[patch], steering.patch_ends[patch + 1]):
        row, item = int(steering.cell_row[cell]), int(steering.cell_item[cell])
        factor = steering.cell_factor[cell]
        if steering.cell_table[cell] == VISIBILITY:
            effects.visibility[row, item] *= factor
        elif steering.cell_table[cell] == ACCEPTANCE:
            effects.acceptance[row, item] *= factor
        else:
            effects.sharing[row, item] *= factor


def slow_down(effects: Effects, steering: Steering, record: Record, b: int, q: int, step: int) -> None:
    """Lower the visibility of the claims that have tripped a circuit breaker."""
    earliest, latest = int(steering.modifier_first[q]), step - int(steering.brake_after[b])
    if steering.brake_hold[b] >= 0:
        earliest = max(earliest, latest - int(steering.brake_hold[b]) + 1)
    window, limit = int(steering.brake_window[b]), steering.brake_limit[b]
    for k in range(steering.brake_claims.shape[1]):
        if steering.brake_claims[b, k] and has_tripped(record, k, earliest, latest, window, limit):
            effects.visibility[steering.brake_row[b], 2 * k] *= 1.0 - steering.brake_cut[b]


def has_tripped(record: Record, k: int, earliest: int, latest: int, window: int, limit: float) -> bool:
    """Tell whether the posts of a window were too many, at a step from the earliest to the latest."""
    recent, begin = 0, max(0, earliest - window)
    for step in range(begin, latest):
        if step >= earliest and recent > 0 and recent >= limit:
            return True
        recent += record.tallies[step, k, 0]
        if step - begin >= window:
            recent -= record.tallies[step - window, k, 0]
    return latest >= earliest and recent > 0 and recent >= limit


def find_hints(table: Row, hints: People) -> None:
    """Find for each part of a luck where to look in a falling table: see `world.hints`."""
    last = len(hints) - 1
    place = 0
    for n in range(len(hints)):
        bound = (last - n) / last
        while place < len(table) and table[place] > bound:
            place += 1
        hints[last - n] = max(1, place)
