"""A report: one HTML file that needs no network, no server and no other file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

import numpy as np

from infosim import __version__
from infosim.draws import Purpose
from infosim.evidence.works import work, works
from infosim.experiments import Comparison
from infosim.experiments.sentences import (
    arm_words,
    baseline_sentence,
    effect_sentence,
    group_words,
    number,
    sentences,
)
from infosim.experiments.tables import provenance
from infosim.measures import OUTCOMES
from infosim.measures.prevalence import HARMFUL
from infosim.plots.paired import featured
from infosim.plots.trajectories import course_of
from infosim.scenario import Loaded
from infosim.scenario.citing import citations
from infosim.scenario.resolved import canonical_json
from infosim.web.charts import courses_chart, effects_chart
from infosim.web.page import embedded, filled, policy, style_of
from infosim.web.payload import payload
from infosim.web.placing import places_of
from infosim.web.script import ENGINE, STATIC, script

LIMITS = (
    "These are synthetic people with borrowed effect sizes: trust directions, not digits.",
    "It compares arms of a model. It is not a forecast, and no person in it is a real one.",
    "Intervals say how far runs of this model differ by chance, and nothing of what the model leaves out.",
    "All that differs between arms is what the arms say: the same people, the same contacts, the same luck.",
)

TABLE_ROWS = 14
"""Moments in the table behind the courses, about."""


def report(loaded: Loaded, comparison: Comparison, command: str) -> str:
    """Write a report.

    Parameters
    ----------
    loaded : the scenario as it was read
    comparison : what came of it
    command : what makes this report again

    Returns
    -------
    The whole page.

    Raises
    ------
    InputError
        An intervention cannot be followed in a browser.
    """
    style = style_of("page", "report")
    code = script(*ENGINE, "film", "player", "story", "playback")
    arm = featured(comparison)
    replicate = typical(comparison, arm)
    scenario = comparison.scenario
    parts = {
        "policy": policy(style, code),
        "style": style,
        "script": code,
        "title": escape(scenario.title or scenario.id),
        "question": escape(scenario.question),
        **chart_parts(comparison),
        **playback_parts(comparison, arm, replicate),
        "legend": (STATIC / "legend.html").read_text(encoding="utf-8"),
        "sentences": said(comparison, arm),
        "groups": groups_part(comparison),
        "limits": listed([*LIMITS, *map(str, loaded.notices)]),
        "sources": listed(sources(loaded)),
        "replay": replay(comparison, command),
        "scenario": escape(json.dumps(json.loads(canonical_json(scenario)), indent=1, ensure_ascii=False)),
        "data": embedded(data_of(comparison, arm, replicate)),
    }
    return filled("report.html", parts)


def typical(comparison: Comparison, arm: str) -> int:
    """Choose the replicate whose difference is nearest to the mean of all."""
    differences = comparison.differences(arm, comparison.outcome)
    distance = np.abs(differences - comparison.paired(arm, comparison.outcome).mean)
    return 0 if np.isnan(distance).all() else int(np.nanargmin(distance))


def data_of(comparison: Comparison, arm: str, replicate: int) -> dict[str, Any]:
    """Collect what the playback needs."""
    study, pair = comparison.study, (comparison.reference(arm), arm)
    clock, societies = study.society.clock, [study.of(one).society for one in pair]
    return {
        "payload": payload(study, pair, [replicate]),
        "digests": [comparison.summaries[one][replicate].digest for one in pair],
        "harmful": [[claim.veracity in HARMFUL for claim in one.claims] for one in societies],
        "arms": [arm_words(comparison, one) for one in pair],
        "groups": [[group_words(group.id) for group in one.population.groups] for one in societies],
        "claims": [[claim.id for claim in one.claims] for one in societies],
        "platforms": [one.platforms for one in societies],
        "places": [places_of(one) for one in societies],
        "purposes": {"belief": int(Purpose.SHARE_BELIEF), "unthinking": int(Purpose.SHARE_UNTHINKING)},
        "n_steps": clock.n_steps,
        "step_days": clock.step_days,
        "first_step": int(comparison.believing(arm).mean(axis=0).argmax()),
    }


def chart_parts(comparison: Comparison) -> dict[str, str]:
    """Draw the charts, with the tables behind them."""
    outcome, n = OUTCOMES[comparison.outcome], comparison.replicates
    courses = [course_of(comparison, arm) for arm in comparison.arms]
    days = comparison.days()
    rows = sorted({round(k) for k in np.linspace(0, len(days) - 1, TABLE_ROWS)})
    return {
        "effects_title": escape(f"Difference in {outcome.words}"),
        "effects_note": f"Each dot is one of {n} pairs of runs with the same people and the same luck; "
        "square and bar: their mean and its 95% bootstrap interval. Left of the line is less.",
        "effects": effects_chart(comparison) if comparison.arms[1:] else "",
        "effects_table": effects_table(comparison),
        "courses_note": f"Mean of {n} runs of each arm, per 100 people.",
        "courses": courses_chart(comparison, courses),
        "courses_table": table(
            "False beliefs per 100 people over time",
            ["day", *(arm_words(comparison, arm) for arm in comparison.arms)],
            ([f"{days[k]:g}", *(f"{course.mean[k]:.2f}" for course in courses)] for k in rows),
        ),
    }


def effects_table(comparison: Comparison) -> str:
    """List level and paired difference of every arm, for the outcomes that the study names."""
    rows = []
    for name in comparison.scenario.outcomes:
        outcome = OUTCOMES[name]
        for arm in comparison.arms:
            cells = [outcome.words, arm_words(comparison, arm)]
            cells.append(number(comparison.level(arm, name).mean, outcome.unit))
            if arm != comparison.baseline:
                cells.append(arm_words(comparison, comparison.reference(arm)))
                cells += [number(value, outcome.unit) for value in comparison.paired(arm, name)[:3]]
            rows.append(cells)
    return table(
        "Levels and differences", ["outcome", "arm", "level", "versus", "difference", "from", "to"], rows
    )


def groups_part(comparison: Comparison) -> str:
    """List, by group, the level of the baseline and what each arm averts; nothing if there is one group."""
    name, arms = comparison.outcome, comparison.arms[1:]
    outcome = OUTCOMES[name]
    if min(len(comparison.groups), len(comparison.arms)) < 2 or not (outcome.by_group and outcome.better):
        return ""
    rows = [
        [
            group_words(group),
            number(comparison.level(comparison.baseline, name, group).mean, outcome.unit),
            *(number(comparison.averted(arm, name, group), outcome.unit) for arm in arms),
        ]
        for group in comparison.groups
    ]
    heading = f"By group: {outcome.words}, and how much better with each arm"
    head = ["group", "baseline", *(arm_words(comparison, arm) for arm in arms)]
    title = f'<h2 id="groups">{escape(heading)}</h2>'
    return f'<section aria-labelledby="groups">{title}{table(heading, head, rows)}</section>'


def playback_parts(comparison: Comparison, arm: str, replicate: int) -> dict[str, str]:
    """Name the two arms that are shown, and say which run it is."""
    told = (
        f"Run {replicate + 1} of {comparison.replicates}, the one whose difference is nearest to the mean. "
        "A square is the same person in both pictures; your browser computes both runs from the start."
    )
    return {
        "without": escape(arm_words(comparison, comparison.reference(arm))),
        "with": escape(arm_words(comparison, arm)),
        "playback_note": told,
    }


def sources(loaded: Loaded) -> list[str]:
    """List the works that the study rests on."""
    return [reference(work(one.key).fields) for one in citations(loaded) if one.key in works()]


def reference(fields: Mapping[str, str]) -> str:
    """Write a work for people: who, when, what, and its DOI if it has one."""
    author = fields["author"].replace(" and ", "; ").rstrip(".")
    told = f"{author}. {fields['year']}. {fields['title'].rstrip('.')}."
    # Braces only keep BibTeX from changing letters.
    return re.sub(r"[{}]", "", told) + (f" doi:{fields['doi']}" if "doi" in fields else "")


def replay(comparison: Comparison, command: str) -> str:
    """Say with what this was made, so that it can be made again."""
    made = provenance(comparison)
    facts = {
        "seed": comparison.scenario.run.seed,
        "replicates": comparison.replicates,
        "infosim": __version__,
        "model version": made["model_version"],
        "draws": made["draws"],
        "scenario": made["scenario"],
        "digest of all runs": comparison.digest,
    }
    rows = [[name, str(value)] for name, value in facts.items()]
    notes = listed(comparison.study.society.notes)
    made_with = table("What this was made with", [], rows)
    return f"<p><code>{escape(command)}</code></p>{made_with}<p>The people:</p>{notes}"


def said(comparison: Comparison, arm: str) -> str:
    """Write the sentences that can be read out: the largest effect, then everything."""
    alone = arm == comparison.baseline
    lead = baseline_sentence(comparison) if alone else effect_sentence(comparison, arm)
    others = [line for line in sentences(comparison) if line != lead]
    return f'<p class="lead">{escape(lead)}</p>' + "".join(f"<p>{escape(line)}</p>" for line in others)


def listed(lines: Iterable[str]) -> str:
    """Write a list."""
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table that scrolls sideways where it has no room, also by keys; `name` is read out."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    region = f'<div class="scroll" tabindex="0" role="group" aria-label="{escape(name)}">'
    return f"{region}<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>"
