"""What a campaign, a platform or a school changes: one file per kind."""

from __future__ import annotations

from infosim.interventions.access_subsidy import AccessSubsidy
from infosim.interventions.accuracy_prompt import AccuracyPrompt
from infosim.interventions.awareness_campaign import AwarenessCampaign
from infosim.interventions.base import Intervention
from infosim.interventions.circuit_breaker import CircuitBreaker
from infosim.interventions.downranking import Downranking
from infosim.interventions.fact_check import FactCheck
from infosim.interventions.forward_limit import ForwardLimit
from infosim.interventions.media_literacy_course import MediaLiteracyCourse
from infosim.interventions.prebunking import Prebunking
from infosim.interventions.removal import Removal
from infosim.interventions.suspension import Suspension
from infosim.interventions.warning_label import WarningLabel

INTERVENTIONS: dict[str, type[Intervention]] = {
    "access_subsidy": AccessSubsidy,
    "accuracy_prompt": AccuracyPrompt,
    "awareness_campaign": AwarenessCampaign,
    "circuit_breaker": CircuitBreaker,
    "downranking": Downranking,
    "fact_check": FactCheck,
    "forward_limit": ForwardLimit,
    "media_literacy_course": MediaLiteracyCourse,
    "prebunking": Prebunking,
    "removal": Removal,
    "suspension": Suspension,
    "warning_label": WarningLabel,
}
"""The kinds that a scenario may name."""
