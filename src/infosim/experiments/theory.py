"""Which arms have a mean field, and how beliefs go in it.

A study whose rules come down to an epidemic or to the competition of a hoax and its correction
can be set beside the equations of those models. Contacts enter them by their mean numbers only.
"""

from __future__ import annotations

import numpy as np

from infosim.engines.state import Setting
from infosim.mean_field import Crowd, epidemic_course, hoax_course
from infosim.rules.belief import acceptance_of_claim
from infosim.setting import lasting_setting
from infosim.study import Study
from infosim.world import Floats


def mean_field_of(study: Study, arm: str) -> Floats | None:
    """Follow the proportion of people who believe in the mean field of an arm, ``(n_steps + 1,)``.

    Returns
    -------
    None unless nobody intervenes and there are one claim, started once in the first step, and
    one platform that everybody is on, and whoever believes shares in each step while its
    interest lasts, nobody else does, and what lasts ends with the same chance in each step.
    Row 0 is with those who start it.
    """
    study = study.of(arm)
    society, scenario = study.society, study.scenario
    waves = society.waves
    if study.arms[arm] or len(society.claims) != 1 or len(scenario.platforms) != 1 or len(waves) != 1:
        return None
    if waves[0].step > 0 or scenario.claims[0].seeds.contacts or not society.population.is_person.all():
        return None
    setting = lasting_setting(study)
    certain = setting.rate[0] * setting.activity.min() >= 1.0 and setting.unthinking_rate[0] == 0.0
    if not certain or (setting.joined > 0).any():
        return None
    started = np.zeros(len(setting.group))
    started[society.eligible[0]] = min(1.0, waves[0].count / max(1, len(society.eligible[0])))
    return _contest(study, setting, started) if setting.competing else _epidemic(study, setting, started)


def _lost(survival: Floats) -> float | None:
    """Give the chance in each step that something ends; None if it is not the same in each."""
    return 1.0 - float(survival[1]) if np.isclose(survival[2], survival[1] ** 2, atol=1e-12) else None


def _by_group(setting: Setting, values: Floats) -> Floats | None:
    """Give the value of each group; None if its members differ."""
    members = [values[setting.group == g] for g in range(int(setting.group.max()) + 1)]
    if any(len(one) == 0 or one.min() < one.max() for one in members):
        return None
    return np.array([one[0] for one in members])


def _contest(study: Study, setting: Setting, started: Floats) -> Floats | None:
    """Follow a hoax and its correction, if both are forgotten alike and told by all who hold them."""
    forgets, alike = _lost(setting.forgetting[0]), _lost(setting.correction_forgetting[0])
    lasting = min(setting.interest[0, -1], setting.correction_interest[0, -1]) >= 1.0
    told = (
        setting.correction_rate[0] * setting.activity.min() >= 1.0 and setting.correction_visibility[0] == 1.0
    )
    literacy, begun = _by_group(setting, setting.literacy), _by_group(setting, started)
    if forgets is None or forgets != alike or not (lasting and told) or literacy is None or begun is None:
        return None
    verifies = [_lost(table) if setting.checkable[0] else 0.0 for table in setting.verification[0]]
    weight = np.minimum(1.0, 2.0 * setting.plausibility[0] * (1.0 - literacy))
    crowds = [
        Crowd(float(alpha), float(p_verify or 0.0), tuple(row))
        for alpha, p_verify, row in zip(weight, verifies, _contacts(study).tolist(), strict=True)
    ]
    n_steps = study.society.clock.n_steps
    course = hoax_course(crowds, float(setting.reach[0]), forgets, begun, n_steps)
    sizes: Floats = np.bincount(setting.group) / len(setting.group)
    return course @ sizes


def _contacts(study: Study) -> Floats:
    """Count whom members of each group hear, by group and on average, ``(n_groups, n_groups)``."""
    group = study.society.population.group
    n = int(group.max()) + 1
    hears, heard = study.society.sources[0].pairs()
    counted = np.bincount(group[hears] * n + group[heard], minlength=n * n).reshape(n, n)
    met: Floats = counted / np.bincount(group, minlength=n)[:, None]
    return met


def _epidemic(study: Study, setting: Setting, started: Floats) -> Floats | None:
    """Follow an epidemic, with or without immunity, if all people are alike."""
    likely = np.unique(setting.susceptibility) if setting.judged[0] else np.ones(1)
    unchecked = not setting.checkable[0] or setting.verification[0, :, -1].min() >= 1.0
    simple = study.scenario.rules.persuasion == "independent" and unchecked and len(likely) == 1
    recovers, forgets = _lost(setting.interest[0]), _lost(setting.forgetting[0])
    if not simple or recovers is None or forgets is None or (forgets > 0 and recovers > 0):
        return None
    acceptance = acceptance_of_claim(float(setting.plausibility[0]), float(likely[0]), 1.0)
    course = epidemic_course(
        float(setting.reach[0]) * acceptance,
        max(recovers, forgets),
        study.society.sources[0].n_ties / len(setting.group),
        float(started.mean()),
        study.society.clock.n_steps,
        immune=forgets == 0,
    )
    return course[:, 1]
