"""A comparison as plain data: what is written is what was computed."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from pathlib import Path
from typing import Any

import pytest

from handmade import comparison_of
from infosim.experiments import Comparison, compare
from infosim.experiments.tables import (
    defined_outcomes,
    effect_rows,
    provenance,
    replicate_rows,
    to_csv,
    to_json,
    write_tables,
)
from infosim.measures.catalogue import OUTCOMES
from infosim.results import MODEL_VERSION
from infosim.scenario.models import Scenario
from infosim.scenario.resolved import canonical_json, digest
from studies import Written, small, study_of, with_arms, with_settings

DAYS = "person_days_per_person"

PROMISED = {"study", "replicates", "seed", "engine", "digest", "arms", "effects", "groups", "files"}
"""Keys that scripts relied on first; docs/reference/output.md lists all."""

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "output.md"

ASKED = ["cascade_size", DAYS, "peak_day"]
"""Outcomes in an order that is not that of the catalogue."""

ADS: Written = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "80%", "effect": "70%"}


@pytest.fixture(scope="module")
def real(warm_engines: tuple[str, ...]) -> Comparison:
    """Compare the small study, without a true claim, so that some outcomes do not exist."""
    assert warm_engines
    written = with_arms(small(outcomes=ASKED), ADS, ads=["ads"])
    written["claims"] = written["claims"][:2]
    return compare(study_of(written), replicates=5)


def read(rows: Any) -> list[dict[str, str]]:
    """Write rows as CSV and read them back."""
    return list(csv.DictReader(io.StringIO(to_csv(rows))))


def documented_keys() -> set[str]:
    """Read the keys from the page's table of what `compare --json` prints."""
    _, _, section = PAGE.read_text(encoding="utf-8").partition(
        "`infosim compare NAME --replicates R --json`:"
    )
    table, _, _ = section.strip().partition("\n\n")
    return {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}


def test_json_has_the_documented_keys(real: Comparison) -> None:
    """Find each key that the page promises, and nothing else.

    Fault: a key renamed, which breaks every script; a key that nobody is told of.
    """
    found = to_json(real, [Path("effects.csv")])
    assert set(found) == documented_keys() >= PROMISED
    assert list(found["arms"]) == list(found["groups"]) == ["baseline", "ads"]
    assert list(found["effects"]) == ["ads"]
    assert found["files"] == ["effects.csv"]
    assert (found["replicates"], found["seed"], found["engine"]) == (5, 1, "compiled")
    assert found["digest"] == real.digest
    assert all(set(one) == {"mean", "low", "high"} for one in found["arms"]["ads"].values())
    keys = {"mean", "low", "high", "helped", "versus"}
    assert all(set(one) == keys for one in found["effects"]["ads"].values())
    assert set(found["groups"]["ads"]) == {"town", "village"}


def test_json_is_strict(real: Comparison) -> None:
    """Write no NaN and no infinity, which JSON does not know: nothing stands for what is unknown.

    Fault: `NaN` in the text, which other languages refuse to read.
    """
    text = json.dumps(to_json(real), allow_nan=False)
    assert json.loads(text) == to_json(real)
    assert to_json(real)["effects"]["ads"]["peak_day"]["helped"] is None
    lacking = {DAYS: [1.0, 2.0], "early_reproduction": [math.nan, 1.0]}
    arm = {DAYS: [1.0, 2.0], "early_reproduction": [math.nan, math.nan]}
    study = study_of(with_arms(small(), arm=[]))
    found = to_json(comparison_of(study, baseline=lacking, arm=arm))
    json.dumps(found, allow_nan=False)
    assert found["arms"]["arm"]["early_reproduction"] == {"mean": None, "low": None, "high": None}
    effect = found["effects"]["arm"]["early_reproduction"]
    assert effect.pop("versus") == "baseline"
    assert set(effect.values()) <= {None, 0.0}


def test_json_numbers_are_those_of_the_comparison(real: Comparison) -> None:
    """Look up every number. Fault: the baseline's groups written for each arm."""
    found = to_json(real)
    for arm in real.arms:
        for name, interval in found["arms"][arm].items():
            assert tuple(interval.values()) == real.level(arm, name)
        for group, outcomes in found["groups"][arm].items():
            for name, interval in outcomes.items():
                assert OUTCOMES[name].by_group
                assert tuple(interval.values()) == real.level(arm, name, group)
    for name, effect in found["effects"]["ads"].items():
        assert effect["mean"] == real.paired("ads", name).mean
    assert found["finding"] is real.finding_holds is None
    assert found["rates"] == {"hoax": 0.3, "twist": 0.3}
    assert found["society"] == list(real.study.society.notes)


def test_outcomes_that_do_not_exist_are_left_out(real: Comparison) -> None:
    """Discernment needs a true claim; those the study names come first.

    Fault: columns of nothing; the order of the catalogue instead of the study's.
    """
    names = defined_outcomes(real)
    assert "discernment" not in names
    assert "true_believers_end_fraction" not in names
    assert names[:3] == ASKED
    assert set(names) == set(OUTCOMES) - {
        "discernment",
        "weighted_discernment",
        "true_believers_end_fraction",
    }


def test_replicates_survive_a_round_trip(real: Comparison) -> None:
    """Write every number of every run as CSV and read back the same bits.

    Fault: numbers rounded for people.
    """
    rows = read(replicate_rows(real))
    kept = {(row["arm"], int(row["replicate"]), row["group"], row["outcome"]): row["value"] for row in rows}
    assert len(kept) == len(rows)
    for arm, summaries in real.summaries.items():
        for one in summaries:
            for group, numbers in (("all", one.outcomes), *one.groups.items()):
                for name, value in numbers.items():
                    text = kept.pop((arm, one.replicate, group, name))
                    assert float(text) == value if text else math.isnan(value)
    assert not kept


def test_effects_survive_a_round_trip(real: Comparison) -> None:
    """Read back levels and effects of everybody and of groups.

    Fault: columns in another order than their heading.
    """
    rows = read(effect_rows(real))
    keys = [(row["arm"], row["group"], row["outcome"]) for row in rows]
    assert len(set(keys)) == len(keys)
    assert {group for _, group, _ in keys} == {"all", "town", "village"}
    assert not {name for _, group, name in keys if group != "all" and not OUTCOMES[name].by_group}
    for row in rows:
        group = "" if row["group"] == "all" else row["group"]
        effect = real.paired(row["arm"], row["outcome"], group)
        assert float(row["level"]) == real.level(row["arm"], row["outcome"], group).mean
        assert [float(row[name]) for name in ("effect", "effect_low", "effect_high")] == list(effect[:3])
        assert row["helped"] == ("" if math.isnan(effect.helped) else repr(effect.helped))
        assert row["pairs"] == "5"


def test_effects_say_what_they_are_differences_from() -> None:
    """Name the arm compared with beside each effect, which is the difference from that one.

    Fault: the first arm named, or subtracted, whatever the scenario says.
    """
    study = study_of(with_settings(small(outcomes=[DAYS])))
    levels = dict(zip(study.arms, (1.0, 8.0, 1.5, 6.0, 6.0, 6.0), strict=True))
    written = comparison_of(study, **{arm: {DAYS: [level]} for arm, level in levels.items()})
    expected = {"loud": "baseline", "ads": "baseline", "loud_ads": "loud", "loud_ads_across": "ads"}
    expected["loud_ads_from_nothing"] = "baseline"
    effects = to_json(written)["effects"]
    assert {arm: one[DAYS]["versus"] for arm, one in effects.items()} == expected
    assert effects["loud_ads"][DAYS]["mean"] == -2.0
    rows = [row for row in read(effect_rows(written)) if row["outcome"] == DAYS and row["group"] == "all"]
    assert {row["arm"]: row["versus"] for row in rows} == {"baseline": "baseline"} | expected
    assert {row["arm"]: float(row["effect"]) for row in rows} == {
        arm: levels[arm] - levels[other] for arm, other in ({"baseline": "baseline"} | expected).items()
    }


def test_outcomes_of_another_setting_are_kept() -> None:
    """Keep an outcome that only another setting has, as its true claim gives it.

    Fault: what the first arm lacks is left out of all.
    """
    study = study_of(with_settings(small(outcomes=[DAYS])))
    numbers = {arm: {"discernment": [math.nan if arm == "baseline" else 0.5]} for arm in study.arms}
    assert "discernment" in defined_outcomes(comparison_of(study, **numbers))


def test_csv_quotes_what_has_to_be_quoted() -> None:
    """Write commas, quotes and line breaks of the user's words; nothing for NaN and infinity."""
    rows = [["a", "b"], ['say "no", twice\n', math.nan], [1, math.inf], [True, -0.1]]
    text = to_csv(rows)
    assert list(csv.reader(io.StringIO(text)))[1:] == [['say "no", twice\n', ""], ["1", ""], ["True", "-0.1"]]
    assert "\r" not in text


def test_provenance_changes_with_the_graph(real: Comparison) -> None:
    """Another seed draws other contacts; another number of replicates does not.

    Fault: the digest of the parameters of a graph instead of the graph.
    """
    first = provenance(real)
    written = with_arms(small(), ADS, ads=["ads"])
    written["claims"] = written["claims"][:2]
    numbers = {DAYS: [1.0]}
    other = provenance(comparison_of(study_of(written | {"run": {"seed": 2}}), baseline=numbers, ads=numbers))
    again = provenance(comparison_of(study_of(written), baseline=numbers, ads=numbers))
    assert set(first["graphs"]) == {"feed", "chat", "street"}
    assert all(first["graphs"][name] != other["graphs"][name] for name in first["graphs"])
    assert first["scenario"] != other["scenario"]
    assert again == first
    assert first["model_version"] == MODEL_VERSION
    assert first["draws"] == "philox4x32-10/1"


def test_written_files_agree(real: Comparison, tmp_path: Path) -> None:
    """Write four files, of which the scenario can be run again.

    Fault: a JSON without the digest of what was run; a scenario as written, without the defaults.
    """
    folder = tmp_path / "deep" / "down"
    paths = write_tables(real, folder)
    assert sorted(paths) == sorted(folder.iterdir())
    kept = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    assert kept == to_json(real)
    text = (folder / "scenario.resolved.json").read_text(encoding="utf-8")
    assert text == canonical_json(real.scenario) + "\n"
    assert digest(Scenario.model_validate(json.loads(text))) == kept["provenance"]["scenario"]
    assert (folder / "effects.csv").read_text(encoding="utf-8") == to_csv(effect_rows(real))
    assert (folder / "replicates.csv").read_text(encoding="utf-8") == to_csv(replicate_rows(real))
