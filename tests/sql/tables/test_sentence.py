"""sinkbase.sentence: a template and its parts."""

import json

import psycopg
import pytest


def sentence(connection, template, **parts):
    return connection.execute(
        "select sinkbase.sentence(%s, %s)", (template, json.dumps(parts))
    ).fetchone()[0]


def test_each_name_is_replaced_by_its_part(shared_database):
    told = sentence(
        shared_database, "{cells} cells of {layer}: {cells}.", cells="1,204", layer="土壤"
    )
    assert told == "1,204 cells of 土壤: 1,204."


def test_numbers_are_parts_too(shared_database):
    assert sentence(shared_database, "{n} of {m}", n=1, m=2.5) == "1 of 2.5"


def test_a_sentence_without_names_stays(shared_database):
    for template in ("No name.", "", "a { b } c {}", "{", "}{"):
        assert sentence(shared_database, template) == template


def test_braces_in_a_part_stay(shared_database):
    assert sentence(shared_database, "{a}{b}", a="{b}", b="\\1") == "{b}\\1"


def test_a_name_without_a_value_is_named(shared_database):
    with pytest.raises(psycopg.Error, match=r'no value for share in "\{cells\} is'):
        sentence(shared_database, "{cells} is {share}", cells=1)
    with pytest.raises(psycopg.Error, match="no value for cells, share in"):
        sentence(shared_database, "{cells} is {share}", cells=None)
