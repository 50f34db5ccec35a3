"""The real program with one more kind of intervention, which harms whoever runs it."""

from __future__ import annotations

from infosim.cli.main import main
from infosim.interventions import INTERVENTIONS
from sweeping import Poison

if __name__ == "__main__":
    # Only here: whoever imports this, as the search for doctests does, is not to be poisoned.
    INTERVENTIONS["poison"] = Poison
    main()
