"""`explain` and `cite`: what parameters mean, and what studies rest on."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from end_to_end.program import infosim
from end_to_end.test_quickness import MAIN, heavy
from infosim.evidence.works import read as read_works
from studies import small, with_arms

CITATION = Path(__file__).parents[2] / "CITATION.cff"
ADS = {"id": "ads", "kind": "awareness_campaign", "channel": "feed", "reach": "33%", "half_life": "20 days"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write a study of one's own: `mine.json`."""
    written = with_arms(small(), ADS) | {"sources": ["P12", "A leaflet of 2021"], "notes": "After H99."}
    (tmp_path / "mine.json").write_text(json.dumps(written), encoding="utf-8")
    return tmp_path


def test_a_parameter_is_explained(tmp_path: Path) -> None:
    """Fault: the range or the source is missing; a memory passes for a source that was read."""
    done = infosim("explain", "interventions.ads.reach", folder=tmp_path)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "interventions.ads.reach: awareness_campaign.reach"
    assert "type      a share, as in 70% or 0.7, for all or by group" in lines
    assert "range     20% to 60% in sensitivity runs" in lines
    assert [line for line in lines if line.startswith("source    I35: ") and "from memory" in line]
    assert re.search(r"^used by .*bhutan_2022: 40% \(interventions\.ads\.reach\)", done.out, re.MULTILINE)


def test_words_are_said_to_change_nothing(tmp_path: Path) -> None:
    """Fault: an assumption is claimed for a title without saying that it has no effect."""
    done = infosim("explain", "arms.baseline.title", folder=tmp_path)
    assert "no result depends on it" in done.out
    assert "no result depends on it" not in infosim("explain", "group.region", folder=tmp_path).out


def test_an_assumption_is_called_one(tmp_path: Path) -> None:
    """Fault: a reason without a row looks like a source."""
    assert (
        "source    assumption: no measurement found"
        in infosim("explain", "verification", folder=tmp_path).out
    )


def test_own_studies_can_be_asked(folder: Path) -> None:
    """With the value, and where it is written.

    Fault: the path is looked for in shipped studies, which have other interventions.
    """
    done = infosim("explain", "interventions.ads.half_life", "--in", "mine.json", folder=folder)
    assert done.code == 0
    assert re.search(r"^value +20 days \(mine\.json:1:\d+\)$", done.out, re.MULTILINE)
    default = infosim("explain", "interventions.ads.effect", "--in", "mine.json", folder=folder)
    assert re.search(r"^value +8% \(default\)$", default.out, re.MULTILINE)
    missing = infosim("explain", "interventions.school.effect", "--in", "mine.json", folder=folder)
    assert missing.code == 2


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("effect", "prebunking.effect"), ("plausibilty", "plausibility"), ("platforms.feed.raech", "reach")],
)
def test_who_asks_for_nothing_is_told_what_there_is(asked: str, meant: str, tmp_path: Path) -> None:
    """Fault: a traceback; the first of several is explained."""
    done = infosim("explain", asked, folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert "did you mean" in done.err
    assert meant in done.err


def test_a_kind_has_its_fields(tmp_path: Path) -> None:
    """Fault: only the docstring, or only the fields."""
    done = infosim("explain", "awareness_campaign", folder=tmp_path)
    assert "Who: " in done.out
    assert re.search(r"^  half_life +How long it lasts\. \[30 days\]$", done.out, re.MULTILINE)
    assert re.search(r"^  start +When it begins\. \[day 1\]$", done.out, re.MULTILINE)


def test_all_parameters_are_listed(tmp_path: Path) -> None:
    """Fault: a section is left out; JSON has other things than the list."""
    done = infosim("explain", folder=tmp_path)
    labels = re.findall(r"^  ([a-z_]+\.[a-z_]+) ", done.out, re.MULTILINE)
    listed = infosim("explain", "--json", folder=tmp_path).json()
    assert [one["parameter"] for one in listed] == labels
    assert {"time.length", "claim.plausibility", "warning_label.belief_cut"} <= set(labels)


def test_json_has_it_all(tmp_path: Path) -> None:
    """Fault: evidence without its confidence; uses cut off as in the text."""
    (one,) = infosim("explain", "plausibility", "--json", folder=tmp_path).json()
    assert (one["parameter"], one["default"], one["low"], one["high"], one["more"]) == (
        "claim.plausibility",
        "15%",
        "5%",
        "35%",
        "harms",
    )
    assert [(row["id"], row["confidence"]) for row in one["evidence"]] == [("E06", "memory")]
    assert {"scenario": "first_steps", "path": "claims.rumour.plausibility", "value": "25%"} in one["uses"]


def test_explaining_is_quick_and_loads_nothing_slow(tmp_path: Path) -> None:
    """Generous, because the machine may be busy; the best of three counts.

    Fault: an import of the simulation; studies prepared to be asked.
    """
    assert heavy(MAIN, "explain", "interventions.ads.reach", folder=tmp_path) == []
    assert heavy(MAIN, "cite", "first_steps", "--json", folder=tmp_path) == []
    spent = []
    for _ in range(3):
        before = time.perf_counter()
        assert infosim("explain", "platforms.feed.reach", folder=tmp_path).code == 0
        spent.append(time.perf_counter() - before)
    assert min(spent) < 2.5


def test_a_study_is_cited(tmp_path: Path) -> None:
    """BibTeX and nothing else on stdout, and the same works as JSON.

    Fault: notes among the entries.
    """
    done = infosim("cite", "bhutan_2022", folder=tmp_path)
    assert done.code == 0, done.err
    entries = read_works(done.out)
    assert done.out == "\n".join(one.entry + "\n" for one in entries.values())
    listed = infosim("cite", "bhutan_2022", "--json", folder=tmp_path).json()
    assert [one["key"] for one in listed] == list(entries)
    assert all(one["used_by"] and set(one) == {"key", "ids", "used_by"} for one in listed)


def test_infosim_is_cited_as_it_asks_to_be(tmp_path: Path) -> None:
    """Fault: a version or a title that CITATION.cff does not have."""
    own = read_works(infosim("cite", "first_steps", folder=tmp_path).out)["infosim"]
    asked = YAML(typ="safe").load(CITATION.read_text(encoding="utf-8"))
    assert own.kind == "software"
    assert {name: own.fields[name] for name in ("title", "version", "license")} == {
        name: asked[name] for name in ("title", "version", "license")
    }
    assert own.fields["author"] == "{" + asked["authors"][0]["name"] + "}"


def test_what_has_no_work_is_said_apart(folder: Path) -> None:
    """Fault: a row without a source, a wrong id or another work is passed over in silence."""
    done = infosim("cite", "mine.json", folder=folder)
    assert done.code == 0
    lines = done.err.splitlines()
    assert [line for line in lines if line.startswith("P12: ") and "from memory" in line]
    assert "H99: not in the evidence table" in lines
    assert "named by the study itself: A leaflet of 2021" in lines
