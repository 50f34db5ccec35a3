"""The real program with one more kind of intervention, which harms whoever runs it."""

from __future__ import annotations

from infosim.cli.main import main
from infosim.interventions import INTERVENTIONS
from sweeping import Poison

INTERVENTIONS["poison"] = Poison

if __name__ == "__main__":
    main()
