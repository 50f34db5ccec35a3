"""What names a run: a digest of everything that its result depends on, and of nothing else.

An edit of a scenario gives another key to exactly those runs that it can change.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from infosim.draws import SCHEME
from infosim.interventions.base import Intervention
from infosim.results import MODEL_VERSION
from infosim.scenario.arms import arm_interventions, setting_changes, with_setting
from infosim.scenario.models import Scenario
from infosim.scenario.resolved import plain_form
from infosim.study import arms_by_setting, sets_sharing

Form = dict[str, Any]


def canonical(form: Any) -> str:
    """Write plain data in the one way that equal data share.

    Keys are sorted, text is in the composed form of Unicode, and there is no NaN.
    """
    return unicodedata.normalize(
        "NFC", json.dumps(form, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    )


def digest_of(form: Any) -> str:
    """Compute the SHA-256 of plain data, 64 hex digits."""
    return hashlib.sha256(canonical(form).encode()).hexdigest()


def run_key(form: str, replicate: int) -> str:
    """Name one run.

    Parameters
    ----------
    form : digest of what its arm depends on, `digest_of(arm_form(...))`
    replicate : int, at least 0
    """
    return digest_of({"form": form, "replicate": replicate})


def setting_form(scenario: Scenario, arms: Sequence[Sequence[Intervention]]) -> Form:
    """Write out what the people, the contacts and the claims of a study depend on.

    Parameters
    ----------
    scenario : with the changes of an arm made
    arms : the interventions of all arms that share the setting
        Only those matter that bring people to a platform: contacts are drawn over all
        who are there in any arm.
    """
    form = plain_form(scenario)
    joining = {canonical(shown) for arm in arms if (shown := _joining(arm))}
    people = {key: value for key, value in form["population"].items() if key != "stands_for"}
    people["groups"] = [
        {key: value for key, value in group.items() if key != "age"} for group in people["groups"]
    ]
    return {
        "time": {key: value for key, value in form["time"].items() if key != "start"},
        "population": people,
        # Their order has a meaning, which sorted keys would lose.
        "platforms": [{"id": name, **part} for name, part in form["platforms"].items()],
        "claims": form["claims"],
        "rules": form["rules"],
        "seed": form["run"]["seed"],
        "members": sorted(joining),
        **_added(
            scenario,
            ("rule", scenario.rules.persuasion),
            *(("generator", platform.graph.model) for platform in scenario.platforms.values()),
        ),
    }


def _added(scenario: Scenario, *used: tuple[str, str]) -> Form:
    """Write out the code that a user has added, as digests; nothing where none of it is used."""
    found = scenario.additions.digests(used)
    return {"additions": found} if found else {}


def _joining(arm: Sequence[Intervention]) -> list[Form]:
    """Write out the interventions of an arm that bring people to a platform."""
    return [one.model_dump(mode="json") for one in arm if type(one).join is not Intervention.join]


def arm_forms(scenario: Scenario, written: Scenario | None, varied: Collection[str]) -> dict[str, Form]:
    """Write out, for each arm of a study, everything that its runs depend on.

    Parameters
    ----------
    scenario : the study at one point
    written : the study as written, whose share rates are kept; None if rates are found here
    varied : paths that the sweep varies
    """
    arms = {name: arm_interventions(scenario, name) for name in scenario.arms}
    groups = arms_by_setting(scenario)
    settings = [
        setting_form(with_setting(scenario, names[0]), [arms[name] for name in names]) for names in groups
    ]
    digests = [digest_of(setting) for setting in settings]
    kept = _kept(scenario, written, varied)
    base = _first_setting(written) if written is not None and kept else ""
    outcomes = [("outcome", name) for name in scenario.additions.outcomes]
    forms: dict[str, Form] = {}
    for names, setting, own in zip(groups, settings, digests, strict=True):
        changed = setting_changes(scenario.arms[names[0]])
        sources = {
            claim.id: own if sets_sharing(changed, claim.id) else base if claim.id in kept else digests[0]
            for claim in scenario.claims
            if claim.sharing.branching is not None or sets_sharing(changed, claim.id)
        }
        rates = {claim: source for claim, source in sources.items() if source != own}
        for name in names:
            forms[name] = {
                "schema": scenario.infosim,
                "model_version": MODEL_VERSION,
                "draws": SCHEME,
                "setting": setting,
                "interventions": [one.model_dump(mode="json") for one in arms[name]],
                "rates_found_in": rates,
                **_added(scenario, *(("intervention", one.kind) for one in arms[name]), *outcomes),
            }
    return {name: forms[name] for name in scenario.arms}


def _kept(scenario: Scenario, written: Scenario | None, varied: Collection[str]) -> list[str]:
    """List the claims whose share rate is that of the study as written."""
    if written is None:
        return []
    return [claim.id for claim in scenario.claims if not sets_sharing(varied, claim.id)]


def kept_rates(rates: Mapping[str, float], varied: Collection[str]) -> dict[str, float]:
    """Pick the share rates of the study as written that its points keep."""
    return {claim: rate for claim, rate in rates.items() if not sets_sharing(varied, claim)}


def _first_setting(scenario: Scenario) -> str:
    """Compute the digest of the setting in which the share rates of a study are found."""
    names = arms_by_setting(scenario)[0]
    return digest_of(setting_form(scenario, [arm_interventions(scenario, name) for name in names]))


def unlike(a: Any, b: Any, way: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Walk over the fields in which two forms differ, each with its path and both values."""
    a, b = _by_id(a), _by_id(b)
    # What only one of them has is shown field by field, too.
    a, b = ({} if one is None and isinstance(other, dict) else one for one, other in ((a, b), (b, a)))
    if isinstance(a, dict) and isinstance(b, dict):
        for key in dict.fromkeys((*a, *b)):
            yield from unlike(a.get(key), b.get(key), f"{way}.{key}" if way else str(key))
    elif a != b:
        yield way, a, b


def _by_id(value: Any) -> Any:
    """Turn a list of items into a map by their ids."""
    if isinstance(value, list) and value and all(isinstance(part, dict) and "id" in part for part in value):
        return {part["id"]: part for part in value}
    return value
