"""Faults to plant into the source: each a small edit that somebody might make, and who has to notice.

Nothing here runs by itself; `planted.py` makes the edits in a copy of the source. A
test sees to it that each place is still there.
"""

from __future__ import annotations

from dataclasses import dataclass

BELIEF, KERNELS, ENGINES = "rules/belief.py", "engines/kernels", "engines"


@dataclass(frozen=True)
class Fault:
    """One edit.

    Attributes
    ----------
    words : what is wrong then
    file : where, below the package
    right, wrong : what stands there, once, and what is put in its place
    found_by : the oracles that have to find it
    """

    words: str
    file: str
    right: str
    wrong: str
    found_by: tuple[str, ...]


RATES = (
    Fault(
        "reach too high by 3%",
        "setting.py",
        "[*(one.reach for one in",
        "[*(1.03 * one.reach for one in",
        (
            *("Reed-Frost 8", "Reed-Frost 12", "cascade", "branching"),
            *("percolation Poisson 0.25", "percolation Poisson 0.5", "percolation two degrees"),
        ),
    ),
    Fault(
        "mean degree too high by 3%",
        "network/classic.py",
        'loops["count_later"](n_later, min(1.0, mean_degree / (members.n - 1))',
        'loops["count_later"](n_later, min(1.0, 1.03 * mean_degree / (members.n - 1))',
        ("percolation Poisson 0.25",),
    ),
    Fault(
        "interest in sharing lasts a step too long",
        "world.py",
        "return (ages < max(1, self.steps(dwell.exactly)))",
        "return (ages <= max(1, self.steps(dwell.exactly)))",
        ("Reed-Frost 8", "Reed-Frost 12"),
    ),
    Fault(
        "n p in place of 1 - (1 - p)**n",
        "rules/persuasion.py",
        "    for _ in range(n_new):\n        doubt = doubt * (1.0 - visibility * acceptance)\n",
        "    doubt = doubt * max(0.0, 1.0 - visibility * acceptance * n_new)\n",
        ("cascade", "chain relapse"),
    ),
    Fault(
        "literacy left out of acceptance",
        f"{KERNELS}/response.py",
        "susceptibility = setting.susceptibility[i] if setting.judged[f] else 1.0",
        "susceptibility = 1.0",
        ("cascade",),
    ),
)
"""Something happens too often."""

TIMES = (
    Fault(
        "a new stance holds from t on, not from t + 1",
        f"{KERNELS}/response.py",
        "take_stance(setting, state, work, k, i, after, step + 1)",
        "take_stance(setting, state, work, k, i, after, step)",
        ("chain relapse",),
    ),
    Fault(
        "people fade before they respond",
        f"{KERNELS}/whole.py",
        "    respond(setting, state, effects, marks, work, step)\n    fade(setting, state, work, step)\n",
        "    fade(setting, state, work, step)\n    respond(setting, state, effects, marks, work, step)\n",
        ("chain relapse", "chain corrected"),
    ),
    Fault(
        "the state at t + 1 is read: sides taken in this step are heard in it",
        f"{KERNELS}/contest.py",
        "    work.checked[work.n[N_CHECKED]] = i\n",
        "    work.checked[work.n[N_CHECKED]] = i\n    work.stance[i] = side\n",
        ("chain contest",),
    ),
    Fault(
        "interest lasts a step longer in the kernels",
        f"{KERNELS}/stances.py",
        "age = duration(setting, state, INTEREST_BELIEF, k, i, lasting, hints)",
        "age = 1 + duration(setting, state, INTEREST_BELIEF, k, i, lasting, hints)",
        ("chain rumour",),
    ),
    Fault(
        "somebody under pressure gives in a step late",
        f"{KERNELS}/pressure.py",
        "return int(work.minds[j, SINCE]) + (missing + pressure - 1) // pressure - 2",
        "return int(work.minds[j, SINCE]) + (missing + pressure - 1) // pressure - 1",
        ("chain epidemic",),
    ),
    Fault(
        "verifying goes before forgetting",
        f"{KERNELS}/stances.py",
        "if verifies and forgets_at(setting, state, k, i) > after:",
        "if verifies:",
        ("chain loose contest",),
    ),
    Fault(
        "verifying goes before forgetting, in the shortcut",
        f"{KERNELS}/contest.py",
        "if patience < age:",
        "if patience <= age:",
        ("chain contest",),
    ),
)
"""Something happens at the wrong time."""

LUCK = (
    Fault(
        "two people share their luck",
        f"{KERNELS}/chance.py",
        "return uniform(setting.seed, setting.replicate, purpose, episode, i, key)",
        "return uniform(setting.seed, setting.replicate, purpose, episode, i >> 1, key)",
        ("cascade", "chain relapse", "chain reinforced"),
    ),
    Fault(
        "the next episode has the luck of the first",
        f"{KERNELS}/chance.py",
        "return uniform(setting.seed, setting.replicate, purpose, episode, i, key)",
        "return uniform(setting.seed, setting.replicate, purpose, 0, i, key)",
        ("chain relapse",),
    ),
    Fault(
        "resistance is drawn anew at each exposure",
        f"{KERNELS}/response.py",
        "is_convinced = yields(work.resistance[k, i], state.doubt[k, i])",
        "is_convinced = yields(uniform(setting.seed, setting.replicate, RESISTANCE, step + 9, i, 1), "
        "state.doubt[k, i])",
        ("cascade", "chain rumour"),
    ),
    Fault(
        "who takes no side at once never does: a draw of the episode in place of the step",
        f"{KERNELS}/contest.py",
        "words = setting.seed, setting.replicate, COMPETE, step",
        "words = setting.seed, setting.replicate, COMPETE, 0",
        ("chain contest",),
    ),
)
"""Draws that are not independent, or not kept."""

HEARD = (
    Fault(
        "a post is heard twice, in the shortcut",
        f"{KERNELS}/cascade.py",
        "work.minds[j, COUNT] = count + 1",
        "work.minds[j, COUNT] = count + 2",
        ("Reed-Frost 8", "Reed-Frost 12", "percolation two degrees"),
    ),
    Fault(
        "more than enough contacts are asked for: > in place of >=",
        "rules/persuasion.py",
        "seen >= (1.0 - acceptance) * n_contacts",
        "seen > (1.0 - acceptance) * n_contacts",
        ("chain threshold",),
    ),
    Fault(
        "the first post counts as the second",
        "rules/persuasion.py",
        "for n in range(n_before, n_before + n_new):",
        "for n in range(n_before + 1, n_before + n_new + 1):",
        ("chain reinforced",),
    ),
    Fault(
        "a person of the reference engine hears every post twice",
        f"{ENGINES}/person.py",
        "state.heard[k, self.i, p, 0] += posts_in(posts, p, 0)",
        "state.heard[k, self.i, p, 0] += 2 * posts_in(posts, p, 0)",
        ("reference cascade", "reference Reed-Frost 12"),
    ),
    Fault(
        "posts of one platform are heard on the other",
        f"{KERNELS}/sharing.py",
        "hear(state, work, k, j, p, what, n_posts)",
        "hear(state, work, k, j, 0, what, n_posts)",
        ("cascade",),
    ),
    Fault(
        "what was heard before is not forgotten",
        f"{KERNELS}/stances.py",
        "    state.exposures[k, i] = 0\n",
        "",
        ("chain reinforced", "chain threshold"),
    ),
)
"""What is heard counts wrongly."""

FAULTS = (*RATES, *TIMES, *LUCK, *HEARD)

TOO_SMALL = (
    Fault(
        "`u <= p` in place of `u < p`",
        "rules/time.py",
        "return luck < survival",
        "return luck <= survival",
        ("chain rumour",),
    ),
    Fault(
        "reach too high by 1%",
        "setting.py",
        "[*(one.reach for one in",
        "[*(1.01 * one.reach for one in",
        ("Reed-Frost 12", "cascade", "percolation Poisson 0.5"),
    ),
    Fault(
        "the claim has the last word",
        BELIEF,
        "    if is_corrected:\n        return CORRECTED\n    if is_convinced:\n        return BELIEVER\n",
        "    if is_convinced:\n        return BELIEVER\n    if is_corrected:\n        return CORRECTED\n",
        ("chain corrected",),
    ),
    Fault(
        "weights of claim and correction exchanged",
        f"{KERNELS}/response.py",
        "pro = pro + seen * n_claim * (1.0 + weight)",
        "pro = pro + seen * n_claim * (1.0 - weight)",
        ("chain loose contest",),
    ),
)
"""What no statistics of this size find; exact tests do (golden digests, draws, zero strength)."""

UNTRIED = (
    Fault(
        "patience to verify begins anew with belief",
        f"{KERNELS}/stances.py",
        "    if before == UNAWARE:\n        state.aware_at[k, i] = step\n",
        "    if before != CORRECTED:\n        state.aware_at[k, i] = step\n",
        ("chain corrected",),
    ),
    Fault(
        "a seed posts twice in its first step",
        f"{KERNELS}/sharing.py",
        "if age == 0 and state.seeded_at[k, i] == step:",
        "if age < 0:",
        ("chain relapse", "chain rumour"),
    ),
    Fault(
        "noticing and believing share a draw",
        f"{KERNELS}/response.py",
        "NOTICE = int(Purpose.NOTICE)",
        "NOTICE = int(Purpose.RESISTANCE)",
        ("chain rumour", "chain corrected"),
    ),
    Fault(
        "both reasons to post share a draw",
        f"{KERNELS}/sharing.py",
        "SHARE_UNTHINKING = int(Purpose.SHARE_UNTHINKING)",
        "SHARE_UNTHINKING = int(Purpose.SHARE_BELIEF)",
        ("chain relapse", "chain rumour"),
    ),
    Fault(
        "the residual taken from those who never believed",
        BELIEF,
        "    if stance == BELIEVER:\n        accepted",
        "    if stance != BELIEVER:\n        accepted",
        ("chain corrected",),
    ),
    Fault(
        "a post is heard twice",
        f"{KERNELS}/stances.py",
        "state.heard[k, i, p, what] += n_posts",
        "state.heard[k, i, p, what] += 2 * n_posts",
        ("cascade", "chain threshold"),
    ),
)
"""Not yet tried in thirty samples; `make planted` plants them, too."""
