"""The evidence table and the works that it names."""

from __future__ import annotations

from infosim.evidence import Row, table
from infosim.evidence.works import Work, works
from infosim.scenario.meanings import parameters
from pages.text import linked, plain
from pages.text import table as write

PARTS = {
    "S": "Spread",
    "H": "Heterogeneity of people",
    "E": "Exposure and belief",
    "C": "Corrections",
    "I": "Interventions",
    "P": "Platforms and people online",
    "N": "Networks",
    "T": "Theory",
}


def rows() -> str:
    """Write the evidence table, part by part, with a place to link to for each row."""
    users: dict[str, list[str]] = {}
    for parameter in parameters():
        for id in parameter.origin.evidence:
            users.setdefault(id, []).append(parameter.label)
    parts: list[str] = []
    for letter, title in PARTS.items():
        found = (_row(one, users.get(id, [])) for id, one in table().items() if id.startswith(letter))
        head = ["id", "what was measured", "value", "where", "source", "to know before using it"]
        parts += [f"\n## {title}\n", write(head, found)]
    return "\n".join(parts)


def _row(one: Row, users: list[str]) -> list[str]:
    spread = "" if one.low is None or one.high is None else f" ({one.low:g} to {one.high:g})"
    source = f"[{one.cite}](references.md#{one.source.lower()}), " if one.source else ""
    used = f"Used by {', '.join(f'`{user}`' for user in users)}." if users else ""
    return [
        f"**{one.id}**{{#{one.id.lower()}}}",
        f"`{one.parameter}`",
        plain(f"{one.value} {one.unit}{spread}"),
        plain(one.population),
        source + one.confidence,
        f"{linked(one.note)} {used}",
    ]


def references() -> str:
    """Write the bibliography, with a place to link to for each work."""
    behind: dict[str, list[str]] = {}
    for id, row in table().items():
        behind.setdefault(row.source, []).append(id)
    listed = sorted(works().values(), key=lambda one: one.key.casefold())
    return "\n".join(_entry(one, behind.get(one.key, [])) for one in listed)


def _entry(one: Work, ids: list[str]) -> str:
    field = {
        name: value.replace("{", "").replace("}", "").replace("\\&", "&")
        for name, value in one.fields.items()
    }
    where = next(
        (field[name] for name in ("journal", "booktitle", "publisher", "howpublished") if name in field), ""
    )
    doi = f" [doi:{field['doi']}](https://doi.org/{field['doi']})" if "doi" in field else ""
    note = f" *{plain(field['note'])}*" if "note" in field else ""
    rows = linked(f" ({', '.join(ids)})") if ids else ""
    told = plain(f"{field['author']} ({field['year']}). {field['title']}. {where}".rstrip(". ") + ".")
    return f"- **{one.key}**{{#{one.key.lower()}}}: {told}{doi}{note}{rows}"
