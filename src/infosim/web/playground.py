"""A playground: one HTML file in which a study can be moved and run, without a network."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from infosim import __version__
from infosim.experiments.sentences import title_of
from infosim.measures.prevalence import HARMFUL
from infosim.scenario import Loaded, shipped
from infosim.scenario.models import Scenario
from infosim.study import Study
from infosim.web.encoding import base64
from infosim.web.page import embedded, filled, policy, style_of
from infosim.web.placing import places_of
from infosim.web.script import PACKED, STATIC, script
from infosim.web.sliders.pack import pack
from infosim.web.sliders.resolving import Resolver
from infosim.web.sliders.stops import sliders_of
from infosim.web.words import LANGUAGES, REVIEWED, all_words

MODULES = (*PACKED, "film", "player", "charts", "saying", "link", "saving", "runs", "playground")

N_LUCKS = 21
"""The luck in the pictures, and twenty others."""

FIRST_LOOK = 0.75
"""Part of the time that has passed when a page opens."""


def playground(
    studies: Sequence[Loaded], more: Sequence[str] = (), progress: Callable[[int, int], None] | None = None
) -> str:
    """Write a playground.

    Parameters
    ----------
    studies : scenarios as they were read, the first is shown first
    more : paths of sliders beside those of `workshop.sliders`
    progress : called with the number of studies that are resolved, and of all

    Returns
    -------
    The whole page.

    Raises
    ------
    InputError
        Something of a study has no form in a browser.
    """
    pairs = [(loaded, resolver_of(loaded.scenario, more)) for loaded in studies]
    return page_of(pairs, progress)


def page_of(
    studies: Sequence[tuple[Loaded, Resolver]], progress: Callable[[int, int], None] | None = None
) -> str:
    """Write the page of some studies, each with what resolves it: see `playground`."""
    style, code = style_of("page", "playground"), script(*MODULES)
    told, packs = [], []
    for n, (loaded, resolver) in enumerate(studies):
        written = pack(resolver)
        told.append(about(loaded, resolver, written))
        packs.append(base64(zlib.compress(json.dumps(written, separators=(",", ":")).encode(), 9)))
        if progress is not None:
            progress(n + 1, len(studies))
    parts = {
        "policy": policy(style, code, "worker-src blob:"),
        "style": style,
        "script": code,
        "title": escape(told[0]["title"]),
        "legend": (STATIC / "legend.html").read_text(encoding="utf-8"),
        "version": __version__,
        "data": data_blocks({"studies": told, **in_all_languages()}, packs),
    }
    return filled("playground.html", parts)


def in_all_languages() -> dict[str, Any]:
    """Collect what the page says, so that people can choose."""
    common, own = all_words("common"), all_words("playground")
    words = {language: {**common[language], **own[language]} for language in LANGUAGES}
    return {"words": words, "languages": dict(LANGUAGES), "reviewed": sorted(REVIEWED)}


def data_blocks(data: Any, packs: Sequence[str]) -> str:
    """Write what the script reads: what is told of the studies, and each study packed."""
    blocks = [f'<script type="application/json" id="about">{embedded(data)}</script>']
    blocks += [f'<script type="text/plain" id="pack{n}">{one}</script>' for n, one in enumerate(packs)]
    return "\n".join(blocks)


def resolver_of(scenario: Scenario, more: Sequence[str]) -> Resolver:
    """Choose sliders, arms and lucks of a playground."""
    return Resolver(scenario, sliders_of(scenario, more), tuple(scenario.arms), N_LUCKS)


def about(loaded: Loaded, resolver: Resolver, written: dict[str, Any]) -> dict[str, Any]:
    """Tell the page what it says of a study, and what it needs before anything has been run."""
    scenario, study = loaded.scenario, resolver.study(resolver.own)
    assert isinstance(study, Study)
    clock, arms = study.society.clock, resolver.arms
    return {
        "id": scenario.id,
        "title": scenario.title or scenario.id,
        "question": scenario.question,
        "arms": [{"id": arm, "words": title_of(scenario, arm)} for arm in arms],
        "reference": [arms.index(study.reference(arm)) for arm in arms],
        "arm": min(1, len(arms) - 1),
        "harmful": [[claim.veracity in HARMFUL for claim in study.of(arm).society.claims] for arm in arms],
        "n_steps": clock.n_steps,
        "step_days": clock.step_days,
        "first_step": round(FIRST_LOOK * clock.n_steps),
        "n_lucks": resolver.n_lucks,
        "places": places_of(study.society),
        "base": base_of(loaded),
        "sliders": [{**slider, "way": way_of(scenario, slider["path"])} for slider in written["sliders"]],
    }


def base_of(loaded: Loaded) -> dict[str, Any]:
    """Give what a saved scenario begins with: a shipped one is extended, any other is written out."""
    scenario = loaded.scenario
    path = shipped().get(scenario.id)
    if path is not None and path.read_text(encoding="utf-8") == loaded.text and not was_changed(loaded):
        own = {"population": {"size": scenario.population.size}, "run": {"seed": scenario.run.seed}}
        return {"infosim": 1, "extends": scenario.id, **own}
    plain: dict[str, Any] = json.loads(json.dumps(loaded.tree.plain(), default=str))
    return plain


def was_changed(loaded: Loaded) -> bool:
    """Tell whether options changed more than the number of people and the seed."""
    asked = {path for path, origin in loaded.origins.items() if origin.startswith("--")}
    return bool(asked - {"population.size", "run.seed"})


def way_of(scenario: Scenario, path: str) -> list[tuple[str, str]]:
    """Give the steps to a number: keys of maps, and ids of items in lists."""
    node: Any = scenario.model_dump(mode="json")
    way = []
    for step in path.split("."):
        is_list = isinstance(node, list)
        way.append(("id" if is_list else "key", step))
        node = next(one for one in node if one["id"] == step) if is_list else (node or {}).get(step)
    return way
