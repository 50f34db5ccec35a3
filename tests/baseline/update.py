"""Write the golden digests anew: `make baseline`.

Trajectories that change need a new model version first, because results are kept
under its number; `--same-version` is for a version that nobody has seen yet.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from infosim.results import MODEL_VERSION


def changed_cases(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Name the cases that were kept and now go another way."""
    return [name for name, one in new["cases"].items() if name in old["cases"] and old["cases"][name] != one]


def update(*, same_version: bool) -> str:
    """Write the file; give a sentence about what was done, or say why not."""
    from baseline.cases import GOLDEN, golden, measured

    new = measured()
    old = dict(golden()) if GOLDEN.exists() else {"model_version": 0, "cases": {}}
    changed = changed_cases(old, new)
    if changed and old["model_version"] == MODEL_VERSION and not same_version:
        sys.exit(
            f"{len(changed)} cases go another way ({', '.join(changed)}), and MODEL_VERSION is still "
            f"{MODEL_VERSION}: bump it in src/infosim/results.py, or give --same-version"
        )
    GOLDEN.write_text(json.dumps(new, indent=1) + "\n", encoding="utf-8")
    return (
        f"{len(new['cases'])} cases written for model version {MODEL_VERSION}, {len(changed)} of them changed"
    )


if __name__ == "__main__":
    # As a script it is not yet among the tests' modules.
    sys.path.insert(0, str(Path(__file__).parents[1]))
    print(update(same_version="--same-version" in sys.argv[1:]))  # noqa: T201
