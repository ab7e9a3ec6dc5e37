"""The export of a case has the form of its schema, and says of a withdrawn fact no more than the bot does."""

import json
from dataclasses import asdict

import pytest
from pydantic import TypeAdapter, ValidationError

from knowledge.citing.case_export import Export, exported
from tests.knowledge.citing.cases import dated, withdrawn
from tests.support.export_schema import schema
from tests.support.forks import ROOT
from tests.support.shipped import shipped


def test_the_schema_is_that_of_what_is_exported() -> None:
    kept = json.loads((ROOT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
    assert kept == schema(), "python -m tests.support.export_schema > docs/export.schema.json"


def test_the_shipped_case_is_exported_in_that_form() -> None:
    base = shipped()
    export = exported(base)
    data = json.loads(json.dumps(asdict(export), ensure_ascii=False))
    assert TypeAdapter(Export).validate_json(json.dumps(data), strict=True) == export
    assert data.keys() == set(schema()["properties"])
    assert [fact["id"] for fact in data["facts"]] == list(base.facts)
    citation = data["facts"][0]["citations"][0]
    document = base.documents[citation["document_id"]]
    assert document.text[citation["start"] : citation["end"]] == citation["exact"]
    with pytest.raises(ValidationError):
        TypeAdapter(Export).validate_json(json.dumps(data | {"version": "1"}), strict=True)


def test_a_date_says_its_precision_and_what_it_can_mean() -> None:
    (document,) = exported(dated("2011-07~")).documents
    assert asdict(document.date) == {
        "edtf": "2011-07~",
        "first": "2011-07-01",
        "last": "2011-07-31",
        "precision": "month",
        "approximate": True,
    }


def test_of_a_withdrawn_fact_only_that_it_is_withdrawn_comes_out() -> None:
    (fact,) = exported(withdrawn(dated("2012"))).facts
    assert (fact.statement, fact.citations, fact.date, fact.derived) == ({}, [], None, {})
    assert fact.change is not None
    assert fact.change.note == {"en": "It was wrong."}


def test_a_fact_brings_the_documents_that_it_cites() -> None:
    export = exported(dated("2012"), ["f"])
    assert ([one.id for one in export.documents], [one.id for one in export.facts]) == (["d"], ["f"])
    assert exported(dated("2012"), ["d"]).facts == []
