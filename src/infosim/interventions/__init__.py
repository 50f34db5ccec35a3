"""What a campaign, a platform or a school changes: one file per kind."""

from __future__ import annotations

from infosim.interventions.access_subsidy import AccessSubsidy
from infosim.interventions.accuracy_prompt import AccuracyPrompt
from infosim.interventions.awareness_campaign import AwarenessCampaign
from infosim.interventions.base import Intervention
from infosim.interventions.fact_check import FactCheck
from infosim.interventions.media_literacy_course import MediaLiteracyCourse
from infosim.interventions.warning_label import WarningLabel

INTERVENTIONS: dict[str, type[Intervention]] = {
    "access_subsidy": AccessSubsidy,
    "accuracy_prompt": AccuracyPrompt,
    "awareness_campaign": AwarenessCampaign,
    "fact_check": FactCheck,
    "media_literacy_course": MediaLiteracyCourse,
    "warning_label": WarningLabel,
}
"""The kinds that a scenario may name."""
