"""What goes on between two looks at the state: a step, or many of them."""

from __future__ import annotations

from infosim.engines.agenda import Agenda
from infosim.engines.kernels.response import respond
from infosim.engines.kernels.sharing import expose, share
from infosim.engines.kernels.stances import fade, publish, seed
from infosim.engines.kernels.work import Work
from infosim.engines.record import Record, note_changes, open_row
from infosim.engines.state import N_TALLIES, Setting, State
from infosim.world import Effects, Marks


def begin(state: State, work: Work) -> None:
    """Start a step: clear what was posted, heard and counted, where it was."""
    for k in range(len(work.n_posted)):
        for n in range(work.n_posted[k]):
            state.posts[k, work.posted[k, n]] = 0
        for n in range(work.n_reached[k]):
            i = work.reached[k, n]
            state.heard[k, i] = 0
            work.is_reached[k, i] = False
        work.n_posted[k] = 0
        work.n_reached[k] = 0
    state.tally[:] = 0
    work.n_changes[1] = work.n_changes[0]


def intervene(setting: Setting, state: State, marks: Marks, work: Work, agenda: Agenda, step: int) -> None:
    """Seed claims, publish corrections and date marks, as the agenda of the step says."""
    for w in range(agenda.wave_rows[step], agenda.wave_rows[step + 1]):
        people = agenda.wave_people[agenda.wave_ends[w] : agenda.wave_ends[w + 1]]
        seed(setting, state, work, agenda.wave_claim[w], people, step)
    for q in range(agenda.publication_rows[step], agenda.publication_rows[step + 1]):
        audience = agenda.audience[agenda.audience_ends[q] : agenda.audience_ends[q + 1]]
        sources = agenda.sources[agenda.source_ends[q] : agenda.source_ends[q + 1]]
        claim, outlet = agenda.publication_claim[q], agenda.publication_outlet[q]
        publish(setting, state, work, claim, audience, sources, outlet, step)
    for d in range(agenda.delivery_rows[step], agenda.delivery_rows[step + 1]):
        for n in range(agenda.delivery_ends[d], agenda.delivery_ends[d + 1]):
            marks.at[agenda.delivery_mark[d], agenda.delivery_people[n]] = step


def act(setting: Setting, state: State, effects: Effects, marks: Marks, work: Work, step: int) -> None:
    """Share, expose, respond and fade."""
    share(setting, state, effects, marks, work, step)
    expose(setting, state, work, step)
    respond(setting, state, effects, marks, work, step)
    fade(setting, state, work, step)


def march(
    setting: Setting,
    state: State,
    effects: Effects,
    marks: Marks,
    work: Work,
    agenda: Agenda,
    record: Record,
    first: int,
    until: int,
) -> int:
    """Go through steps during which no effect changes; stop early when there is no room for changes.

    Returns
    -------
    int : the step at which it stopped
    """
    work.n_changes[0] = 0
    for step in range(first, until):
        if 2 * work.n_changes[0] > len(work.change):
            return step
        begin(state, work)
        intervene(setting, state, marks, work, agenda, step)
        act(setting, state, effects, marks, work, step)
        open_row(record, step + 1)
        note_changes(record, setting.group, work.change, work.n_changes[1], work.n_changes[0], step + 1)
        for k in range(len(state.tally)):
            for what in range(N_TALLIES):
                record.tallies[step, k, what] = state.tally[k, what]
        work.ends[step - first + 1] = work.n_changes[0]
    return until
