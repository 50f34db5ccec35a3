"""What comes of a run that is gone through in one go."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from infosim.engines.changes import Changes
from infosim.engines.state import Ending, Setting, Steps


class Course(NamedTuple):
    """The changes of a run, and everybody at the end."""

    changes: Changes
    ending: Ending


def people_hearing(setting: Setting) -> Steps:
    """Count those who hear and heed what each person says, ``(n_people,)``."""
    starts = setting.follower_starts[0]
    if setting.responds.all():
        everybody: Steps = np.diff(starts).astype(np.int32)
        return everybody
    heeding = np.concatenate([[0], np.cumsum(setting.responds[setting.followers[starts[0] : starts[-1]]])])
    counted: Steps = np.diff(heeding[starts - starts[0]]).astype(np.int32)
    return counted
