"""Which arms are compared with what, and which are about another setting."""

from __future__ import annotations

import pytest

from handmade import comparison_of
from infosim.experiments import Comparison
from infosim.experiments.versus import elsewhere, is_setting, references
from studies import small, study_of, with_settings

DAYS = "person_days_per_person"


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """Write down a comparison of arms of two settings."""
    written = with_settings(small())
    written["arms"]["loud_again"] = {"versus": "loud", "set": written["arms"]["loud"]["set"]}
    study = study_of(written)
    return comparison_of(study, **{arm: {DAYS: [1.0]} for arm in study.arms})


def test_settings_are_told_from_measures(comparison: Comparison) -> None:
    """Differ in the setting alone, in interventions alone, or in both.

    Fault: every arm without interventions called a setting; every arm of another setting;
    one that is compared with an arm of the same.
    """
    settings = [arm for arm in comparison.arms if is_setting(comparison, arm)]
    assert settings == ["loud", "loud_ads_across"]


def test_arms_name_what_they_are_compared_with(comparison: Comparison) -> None:
    """Fault: the first arm left out of what others are compared with."""
    assert elsewhere(comparison) == ("loud_ads", "loud_ads_across", "loud_again")
    assert references(comparison) == ("baseline", "loud", "ads")


def test_without_versus_there_is_one_reference() -> None:
    study = study_of(small(arms={"baseline": {}, "placebo": {}}))
    plain = comparison_of(study, baseline={DAYS: [1.0]}, placebo={DAYS: [1.0]})
    assert elsewhere(plain) == ()
    assert references(plain) == ("baseline",)
    assert not is_setting(plain, "placebo")
    assert not is_setting(plain, "baseline")
