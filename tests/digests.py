"""Print the digests of numbered scenarios; started by the tests as a process of its own."""

from __future__ import annotations

import json
import sys

from infosim.errors import InputError
from infosim.simulation import run
from strategies import scenario_number
from studies import study_of


def digests_of(numbers: list[int], engine: str) -> dict[str, str]:
    """Run the arm `all` of each scenario that can be made; a refused one has no digest."""
    found = {}
    for number in numbers:
        try:
            study = study_of(scenario_number(number))
        except InputError:
            continue
        found[str(number)] = run(study, "all", 0, engine).digest
    return found


if __name__ == "__main__":
    json.dump(digests_of([int(word) for word in sys.argv[1:]], "compiled"), sys.stdout)
