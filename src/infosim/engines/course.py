"""What comes of a run that is gone through in one go."""

from __future__ import annotations

from typing import NamedTuple

from infosim.engines.changes import Changes
from infosim.engines.state import Ending


class Course(NamedTuple):
    """The changes of a run, and everybody at the end."""

    changes: Changes
    ending: Ending
