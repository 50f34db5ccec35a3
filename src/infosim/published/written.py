"""Parameters as changes of a scenario: PATH=VALUE, in words that the schema reads."""

from __future__ import annotations

from infosim.errors import InputError, Problem
from infosim.published.parameters import Value, Values


def share(value: Value) -> str:
    """Write a proportion, all of its digits."""
    return f"{amount(value):.17g}"


def lasting(per_step: Value) -> str:
    """Write how long something lasts that is lost with a probability in each step of a day."""
    lost = amount(per_step)
    return "never" if lost == 0 else f"{100 * lost:.15g}% per day"


def days(steps: Value) -> str:
    """Write a number of steps of a day."""
    return f"{amount(steps):.0f} days"


def amount(value: Value) -> float:
    """Take a parameter as a number."""
    assert isinstance(value, int | float)
    return float(value)


def refuse(fault: str, remedy: str) -> InputError:
    """Say that parameters do not go together."""
    return InputError(Problem(fault, remedy))


def check_at_most(values: Values, name: str, limit: str) -> None:
    """Refuse a count of people that is more than there are.

    Raises
    ------
    InputError
        If parameter `name` is more than parameter `limit`.
    """
    if amount(values[name]) > amount(values[limit]):
        option, other = name.replace("_", "-"), limit.replace("_", "-")
        fault = f"--{option} {values[name]} is more than --{other} {values[limit]}"
        raise refuse(fault, f"write at most {values[limit]}, or a larger --{other}")
