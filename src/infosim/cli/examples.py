"""An example or two of every command, shown at the end of its help and tried by the tests."""

from __future__ import annotations

EXAMPLES: dict[str, dict[str, str]] = {
    "compare": {
        "infosim compare bhutan_2022": "every arm of a shipped study",
        "infosim compare my_village.yaml --set interventions.talk.coverage=50% --replicates 100": (
            "a study of your own, one value changed"
        ),
    },
    "run": {
        "infosim run first_steps --arm with_talk --replicate 3": "one run, week by week",
        "infosim run first_steps --events --out results/one": "every change of stance, as CSV",
    },
    "report": {"infosim report bhutan_2022 --size 2000 --out bhutan.html": "a page to send to somebody"},
    "playground": {"infosim playground first_steps bhutan_2022": "two studies to choose from, on one page"},
    "workshop": {"infosim workshop bhutan_2022 --lan": "for the phones of everybody in the room"},
    "pack": {"infosim pack bhutan_2022 --out usb": "all that a room without a network needs"},
    "verify": {"infosim verify first_steps --arm with_talk": "both engines, every bit"},
    "levers": {"infosim levers first_steps": "which number matters most"},
    "sweep": {
        "infosim sweep bhutan_2022 --dry-run": "how long it would take",
        "infosim sweep first_steps --vary claims.rumour.plausibility=5%..45% --samples 32": "vary a number",
        "infosim sweep my_village.yaml --shard 3/40": "the third of forty parts, on a cluster",
    },
    "status": {"infosim status bhutan_2022": "how far the sweep in results/bhutan_2022 is"},
    "replay": {"infosim replay 3f9c21": "the run whose name begins so"},
    "why": {"infosim why 3f9c21 77ab03": "what makes these two runs different"},
    "analyse": {"infosim analyse bhutan_2022 --arm online_only": "what drives the effect of one arm"},
    "optimise": {
        'infosim optimise bhutan_2022 --budget "4000 USD" --size 1000': "what to spend the money on"
    },
    "export": {"infosim export bhutan_2022 --parquet --out tables": "all that is kept, for other programs"},
    "merge": {"infosim merge results/bhutan_2022": "the parts in one folder"},
    "diff": {
        "infosim diff bhutan_2022 my_district.yaml": "what is meant differently",
        "infosim diff bhutan_2022 my_district.yaml --run": "and what that did",
    },
    "list": {"infosim list": "ids, questions, sizes"},
    "show": {
        "infosim show first_steps": "as it was written, to copy from",
        "infosim show my_village.yaml --origin": "where each value comes from",
    },
    "validate": {"infosim validate my_village.yaml": "every mistake, with its place"},
    "new": {
        "infosim new": "asks for everything",
        "infosim new my_district --from bhutan_2022": "asks nothing",
    },
    "schema": {"infosim schema > infosim.schema.json": "for an editor that knows YAML"},
    "doctor": {
        "infosim doctor": "is everything there?",
        "infosim doctor --warm": "compile everything, the evening before a workshop",
    },
    "explain": {
        "infosim explain awareness_campaign.effect": "one parameter",
        "infosim explain claims.rumour.plausibility --in my_village.yaml": "and its value in a study",
    },
    "cite": {"infosim cite bhutan_2022 > references.bib": "for a paper"},
    "reproduce": {
        "infosim reproduce": "everything that was published",
        "infosim reproduce A2 --out results/reproduced": "one target, with its figure",
        "infosim reproduce sbfc --p-forget 0.2 --segregation 0.8 --gullible 300": "one cell of one model",
        "infosim reproduce sir --graph ba --m 5 --beta 0.03 --gamma 0.1 --runs 20": "an epidemic",
        "infosim reproduce echo_chamber --theta 0.3 --polarisation 0.4": "an echo chamber",
    },
    "store check": {"infosim store check bhutan_2022": "is everything as it was written?"},
    "store gc": {"infosim store gc bhutan_2022 --old-runs": "keep what the last sweep needs"},
}
"""Of each command, what can be typed and what that is for."""


def examples_of(command: str) -> str:
    """Write the examples of a command as the end of its help, kept line by line."""
    told = EXAMPLES.get(command, {})
    lines = [line for typed, what in told.items() for line in (f"  {what}:", f"    {typed}")]
    return "\n".join(["\b", "Examples:", *lines]) if lines else ""
