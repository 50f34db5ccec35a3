"""Who is who: secrets stand for roles, and nothing else is known of anybody."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from infosim.web.workshop.events import NOBODY, PHONE, STAGE, TRAINER
from infosim.web.workshop.state import State


@dataclass(frozen=True)
class Who:
    """Somebody: a role, and which phone if it is one."""

    role: str
    phone: str = ""


def new_secret() -> str:
    """Make a secret for a phone: 128 bits."""
    return secrets.token_urlsafe(16)


def phone_of(secret: str) -> str:
    """Give the name under which a phone is kept: its secret cannot be found from it."""
    return sha256(secret.encode()).hexdigest()[:24]


def who_is(secret: str, state: State, kept: Mapping[str, str]) -> Who:
    """Tell whom a secret belongs to.

    Parameters
    ----------
    secret : as it was sent, may be anything
    kept : the secrets of the trainer and the stage
    """
    given = secret.encode()
    for role in (TRAINER, STAGE):
        if secrets.compare_digest(given, kept[role].encode()):
            return Who(role)
    phone = phone_of(secret)
    return Who(PHONE, phone) if phone in state.phones else Who(NOBODY)
