"""The JSON Schema of a scenario file, for editors: made from the models.

Draft 7, because that is what editors understand: `definitions`, no `$defs`, no
`discriminator`, and nothing beside a `$ref`.
"""

from __future__ import annotations

import json
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, create_model
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from infosim.interventions import INTERVENTIONS
from infosim.scenario.models import Scenario

_FILE_KEYS = {
    "extends": {"type": "string", "description": "Another scenario, by id or path, that this one changes."},
    "remove": {
        "type": "array",
        "items": {"type": "string"},
        "description": "What to leave out of the scenario that is extended, such as interventions.ads.",
    },
}


class _Generator(GenerateJsonSchema):
    """Writes defaults as people write them: 6 h, not 6.0."""

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """Describe a field with a default."""
        described = super().default_schema(schema)
        inner: Any = schema["schema"]
        while "serialization" not in inner and "schema" in inner:
            inner = inner["schema"]
        default, write = schema.get("default"), inner.get("serialization", {}).get("function")
        # Text is a default that people would write already.
        if write is not None and default is not None and not isinstance(default, str):
            described["default"] = write(default)
        return described


def json_schema() -> dict[str, Any]:
    """Make the schema of a scenario file, in the forms that people write."""
    kinds: Any = Annotated[reduce(or_, INTERVENTIONS.values()), Field(discriminator="kind")]
    complete = create_model("Complete", __base__=Scenario, interventions=(tuple[kinds, ...], ()))
    generated = complete.model_json_schema(ref_template="#/definitions/{model}", schema_generator=_Generator)
    schema: dict[str, Any] = _draft_7(generated)
    properties, required = schema["properties"], schema["required"]
    known = {
        name: {"description": part["description"]} if "description" in part else True
        for name, part in properties.items()
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "infosim scenario",
        "description": "One study of how false content and its correction spread.",
        "type": "object",
        "properties": known | _FILE_KEYS,
        "additionalProperties": False,
        # A file that extends another need not say everything.
        "if": {"required": ["extends"]},
        "else": {"properties": properties, "required": required},
        "definitions": schema["$defs"],
    }


def schema_text() -> str:
    """Write the schema as it is kept beside the shipped scenarios."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


_NOT_IN_DRAFT_7 = {"discriminator", "title", "gt", "ge", "lt", "le"}


def _origin(said: dict[str, Any] | None) -> str:
    """Say in a few words where a default comes from."""
    if not said:
        return ""
    if said["evidence"]:
        return ", ".join(said["evidence"])
    return f"assumed: {said['reason']}" if "reason" in said else ""


def _draft_7(value: Any, key: str = "") -> Any:
    """Rewrite what only later drafts know."""
    if isinstance(value, list):
        return [_draft_7(part) for part in value]
    if not isinstance(value, dict):
        return value
    if key in ("properties", "$defs"):
        return {name: _draft_7(part) for name, part in value.items()}
    if said := _origin(value.pop("origin", None)):
        value["description"] = f"{value.get('description', '')} ({said})".strip()
    kept = {name: _draft_7(part, name) for name, part in value.items() if name not in _NOT_IN_DRAFT_7}
    if "$ref" in kept and len(kept) > 1:
        kept = {"allOf": [{"$ref": kept.pop("$ref")}], **kept}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    return kept


if __name__ == "__main__":
    Path("scenarios/infosim.schema.json").write_text(schema_text(), encoding="utf-8")
