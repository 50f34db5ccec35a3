"""Files that are right, and the JSON Schema that editors hold them against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from infosim.scenario import canonical_json, digest, load, shipped
from infosim.scenario.reading import parse, read_source
from infosim.scenario.schema import json_schema, schema_text

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
VALID = sorted(path for path in (HERE / "valid").iterdir() if path.suffix in (".yaml", ".json"))
FILES = [*VALID, *shipped().values()]


@pytest.fixture(scope="module")
def validator() -> Draft7Validator:
    return Draft7Validator(json_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_loads(path: Path) -> None:
    loaded = load(path)
    assert loaded.text == path.read_text(encoding="utf-8")
    assert loaded.scenario.population.size > 0


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_resolved_form_is_itself(path: Path, tmp_path: Path) -> None:
    """Loading the resolved form gives an equal scenario, with the same digest.

    Fault: `_to_json` sorts the arms, and another arm becomes the baseline.
    """
    scenario = load(path).scenario
    again = tmp_path / "resolved.json"
    again.write_text(canonical_json(scenario), encoding="utf-8")
    reloaded = load(again).scenario
    assert reloaded == scenario
    assert list(reloaded.arms) == list(scenario.arms)
    assert list(reloaded.platforms) == list(scenario.platforms)
    assert canonical_json(reloaded) == canonical_json(scenario)
    assert digest(reloaded) == digest(scenario)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_json_schema_accepts_it(path: Path, validator: Draft7Validator) -> None:
    tree, _ = parse(read_source(path, path.name))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(tree.plain())] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_json_schema_accepts_the_resolved_form(path: Path, validator: Draft7Validator) -> None:
    """Fault: `Hours` writes a bare number."""
    resolved = json.loads(canonical_json(load(path).scenario))
    assert [f"{error.json_path}: {error.message}" for error in validator.iter_errors(resolved)] == []


@pytest.mark.parametrize(
    "name",
    [
        "unknown_key_in_intervention",
        "kind_unknown",
        "percent_forgotten",
        "missing_section",
        "name_of_platform",
    ],
)
def test_the_json_schema_refuses_what_is_wrong(name: str, validator: Draft7Validator) -> None:
    """Fault: `_draft_7` forgets additionalProperties beside patternProperties."""
    tree, _ = parse(read_source(HERE / "invalid" / f"{name}.yaml", name))
    assert not validator.is_valid(tree.plain())


def test_the_json_schema_is_draft_7(validator: Draft7Validator) -> None:
    """Fault: `_draft_7` leaves the discriminator in."""
    Draft7Validator.check_schema(validator.schema)
    later = {
        "$defs",
        "prefixItems",
        "discriminator",
        "unevaluatedProperties",
        "dependentRequired",
        "$dynamicRef",
    }
    assert not later & set(_keywords(validator.schema))
    assert all(len(part) == 1 for part in _references(validator.schema))


def test_the_json_schema_is_not_stale() -> None:
    """The schema beside the scenarios is the one that the models give.

    `python -m infosim.scenario.schema` writes it. Fault: a field is added to a model.
    """
    kept = (REPOSITORY / "scenarios" / "infosim.schema.json").read_text(encoding="utf-8")
    assert kept == schema_text()


def _keywords(schema: object, *, names: bool = False) -> list[str]:
    """List the keywords of a schema, without the names of properties."""
    if isinstance(schema, list):
        return [word for part in schema for word in _keywords(part)]
    if not isinstance(schema, dict):
        return []
    inner = [
        word
        for key, part in schema.items()
        for word in _keywords(part, names=key in ("properties", "definitions"))
    ]
    return inner if names else [*schema, *inner]


def _references(schema: object) -> list[dict[str, object]]:
    if isinstance(schema, list):
        return [part for item in schema for part in _references(item)]
    if not isinstance(schema, dict):
        return []
    return [schema] * ("$ref" in schema) + [part for item in schema.values() for part in _references(item)]
