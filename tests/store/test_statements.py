"""House rules of the .cypher files: a header that says what a statement takes, parameters only, one dialect."""

from __future__ import annotations

import re

import pytest

from socialgraph import cypher
from socialgraph.schema.records import RECORDS


@pytest.mark.parametrize("name", cypher.names())
def test_a_statement_begins_with_its_name_and_what_it_does(name):
    assert cypher.statement(name).startswith(f"// {name}: ")


@pytest.mark.parametrize("name", cypher.names())
def test_every_parameter_is_explained_in_the_header(name):
    lines = cypher.statement(name).splitlines()
    header = "\n".join(line for line in lines if line.startswith("//"))
    body = "\n".join(line for line in lines if not line.startswith("//"))
    assert set(re.findall(r"\$\w+", body)) <= set(re.findall(r"\$\w+", header))


@pytest.mark.parametrize("name", cypher.names())
def test_no_statement_leaves_the_dialect_both_engines_run(name):
    assert not re.search(r"SHORTEST \d|\bapoc\.|CALL db\.|NOT NULL IS|IS NODE KEY", cypher.statement(name))


@pytest.mark.parametrize("name", RECORDS)
def test_every_column_of_a_record_is_read(name):
    read = set(re.findall(r" AS (\w+)", cypher.statement(f"read_{name}")))
    assert read >= {*RECORDS[name].columns, "sources", "retired"}


def test_a_statement_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        cypher.statement("merge_nothing")
