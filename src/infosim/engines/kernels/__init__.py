"""The loops of the compiled engine: plain Python that numba takes as it stands.

Each kernel does for everybody concerned what a `Person` of the reference engine
does for itself, calling the same rules. Cost follows activity: `share` visits only
those still interested, `expose` only their contacts, `respond` only those who heard
something. Counts are whole numbers (LAW 2), so no order of visits can matter.
"""

from __future__ import annotations

from infosim.engines.kernels import chance, response, sharing, stances, timers, whole, work
from infosim.engines.kernels.chance import duration, first_below, is_on, luck_of_episode, remaining_factor
from infosim.engines.kernels.response import (
    accepts,
    choose_parent,
    contend,
    respond,
    respond_to,
    weigh,
    weigh_claim,
    weigh_correction,
)
from infosim.engines.kernels.sharing import expose, posts_of, posts_on, share, shares, show_post
from infosim.engines.kernels.stances import (
    become_interested,
    fade,
    forget,
    hear,
    list_change,
    publish,
    seed,
    take_interest,
    take_stance,
)
from infosim.engines.kernels.timers import forgets_at, schedule, set_timer, unschedule, verifies_at
from infosim.engines.kernels.whole import act, begin, intervene, march
from infosim.engines.record import count_change, note_change, note_changes, open_row
from infosim.rules import belief, competition, persuasion
from infosim.rules import sharing as sharing_rules
from infosim.rules import time as time_rules

KERNELS = (
    luck_of_episode,
    first_below,
    duration,
    is_on,
    remaining_factor,
    unschedule,
    schedule,
    forgets_at,
    verifies_at,
    set_timer,
    become_interested,
    list_change,
    take_interest,
    take_stance,
    forget,
    seed,
    hear,
    publish,
    shares,
    posts_on,
    posts_of,
    share,
    show_post,
    expose,
    weigh_claim,
    accepts,
    weigh_correction,
    choose_parent,
    weigh,
    contend,
    respond_to,
    respond,
    fade,
    open_row,
    count_change,
    note_change,
    note_changes,
    begin,
    intervene,
    act,
    march,
)
"""In the order in which they call each other."""

PHASES = (begin, intervene, share, expose, respond, fade)
"""What the engine calls to go through a step phase by phase; to go through many it calls `march`."""

RULES = (
    belief.acceptance_of_claim,
    belief.acceptance_of_correction,
    belief.lessen,
    belief.notice,
    belief.settle,
    belief.yields,
    competition.compete,
    competition.credibility,
    competition.heard_of,
    sharing_rules.pick,
    sharing_rules.share_probability,
    time_rules.is_here,
    time_rules.lasts,
)
"""What the kernels take from the rule-book as it stands."""

MODULES = (
    *(belief, competition, persuasion, sharing_rules, time_rules),
    *(chance, response, sharing, stances, timers, whole, work),
)
"""Where compiled code comes from: an edit here is a new cache (LAW 8)."""
