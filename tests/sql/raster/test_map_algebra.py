"""sinkbase.map_algebra on rasters that a pencil can check."""

import json

import numpy as np
import psycopg
import pytest


def algebra(connection, expression, constants=None, pixel_type="32BF", **rasters):
    """Rows of the result, None where missing; rasters are drawings or (drawing, pixel type)."""
    drawn = [(r, "32BF") if isinstance(r, str) else r for r in rasters.values()]
    (values,) = connection.execute(
        """
        select (st_dumpvalues(sinkbase.map_algebra(
            %s, %s, array(select sinkbase.drawn_raster(d, t) from unnest(%s::text[], %s::text[])
                          with ordinality as x (d, t, n) order by n), %s, %s), 1))
        """,
        (
            expression,
            list(rasters),
            [r[0] for r in drawn],
            [r[1] for r in drawn],
            json.dumps(constants or {}),
            pixel_type,
        ),
    ).fetchone()
    return values


def test_a_formula_is_computed_cell_by_cell(shared_database):
    assert algebra(shared_database, "a - b * 2", a="10 20 / 30 40", b="1 2 / 3 4") == [
        [8, 16],
        [24, 32],
    ]


def test_a_missing_cell_makes_missing_what_it_enters(shared_database):
    result = algebra(shared_database, "a + b", a="1 . / 3 4", b="1 2 / . 4")
    assert result == [[2, None], [None, 8]]


def test_a_comparison_with_a_missing_cell_is_missing_not_false(shared_database):
    assert algebra(shared_database, "where(a > 1, 7, 8)", a="1 2 .") == [[8, 7, None]]
    assert algebra(shared_database, "where(not a > 1, 7, 8)", a="1 2 .") == [[7, 8, None]]


def test_and_or_not_compare_and_choose(shared_database):
    result = algebra(
        shared_database, "where(a >= 2 and not b == 5 or a == 1, a, -b)", a="1 2 2", b="5 5 6"
    )
    assert result == [[1, -5, 2]]


def test_coalesce_takes_the_first_with_a_value_and_present_tells(shared_database):
    assert algebra(shared_database, "coalesce(a, b, 0)", a="1 . .", b="2 2 .") == [[1, 2, 0]]
    assert algebra(shared_database, "present(a)", a="1 . 0") == [[1, 0, 1]]


def test_constants_come_from_json_and_null_makes_missing(shared_database):
    assert algebra(shared_database, "a * k", {"k": 0.5}, a="2 4") == [[1, 2]]
    assert algebra(shared_database, "a * k", {"k": None}, a="2 4") == [[None, None]]


def test_codes_keep_their_type_and_zero_is_a_code(shared_database):
    result = algebra(shared_database, "where(a, a, a)", pixel_type="8BUI", a=(". 11 0", "8BUI"))
    assert result == [[None, 11, 0]]


def test_functions_agree_with_numpy(shared_database):
    result = algebra(shared_database, "exp(a) + log(a) + sqrt(a) + abs(-a) + a ** 2", a="0.5 1 2 3")
    a = np.array([0.5, 1, 2, 3])
    assert np.allclose(result[0], np.exp(a) + np.log(a) + np.sqrt(a) + a + a**2, rtol=1e-6)


def test_one_argument_goes_over_bands_and_a_number_picks_one(shared_database):
    two_bands = """
        select (st_dumpvalues(sinkbase.map_algebra(%s, array['t'], array[st_addband(
            sinkbase.drawn_raster('1 2'), sinkbase.drawn_raster('10 .'))]), 1))
    """

    def result(expression):
        return shared_database.execute(two_bands, (expression,)).fetchone()[0]

    assert result("sum(t)") == [[11, None]]
    assert result("t[1]") == [[1, 2]]
    assert result("t[2]") == [[10, None]]
    assert result("maximum(t)") == [[10, None]]
    assert result("mean(t) + minimum(t)") == [[6.5, None]]
    with pytest.raises(psycopg.Error, match="band 3 was asked of a raster with 2"):
        result("t[3]")


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("__import__('os')", "a function that is not one of"),
        ("a.__class__", "Attribute is not allowed"),
        ("(lambda: 1)()", "a function that is not one of"),
        ("[x for x in a]", "ListComp is not allowed"),
        ("a if a else 1", "IfExp is not allowed"),
        ("'text'", "is not a number"),
        ("a // 2", "FloorDiv is not allowed"),
        ("a < 2 < 3", "a chain of comparisons"),
        ("b", "b is no raster or constant here; known are: a"),
        ("a +", "not an expression"),
        ("sum(*a)", "starred"),
        ("exp(a, out=a)", "a function that is not one of"),
        ("a[0]", "band 0 was asked"),
        ("_truth", "no raster or constant"),
        ("a / 0", "divide by zero"),
        ("log(-a)", "invalid value"),
        ("exp(a * 1000)", "overflow"),
        ("exp(a, a)", "exp of 2 arguments, expected 1"),
        ("a * 1e999", "a number that is too large"),
        ("a * 1e300", "values do not fit 32BF, which ends at 3.4e38"),
        ("(" * 4000 + "a" + ")" * 4000, "nested too deeply|cannot be read"),
        ("a" + "+a" * 4000, "nested too deeply"),
        ("-" * 9000 + "a", "nested too deeply"),
        ("a" * 200_000, "200000 characters, expected 10000 at most"),
        ("9" * 5000, "cannot be read"),
    ],
)
def test_what_is_not_arithmetic_is_refused(shared_database, expression, message):
    with pytest.raises(psycopg.Error, match=message):
        algebra(shared_database, expression, a="1 2")


def test_a_refusal_tells_the_expression(shared_database):
    with pytest.raises(psycopg.Error) as refused:
        algebra(shared_database, "exp(a, a)", a="1 2")
    message = "plpy.Error: map_algebra: exp of 2 arguments, expected 1"
    assert refused.value.diag.message_primary == message
    assert refused.value.diag.message_detail == "expression: exp(a, a)"


def test_rasters_that_do_not_lie_on_one_tile_are_refused(shared_database):
    with pytest.raises(psycopg.Error, match="b does not lie on the tile of a"):
        algebra(shared_database, "a + b", a="1 2", b="1 2 3")


def test_codes_that_do_not_fit_their_type_are_refused(shared_database):
    for wrong in ("0.5", "256", "255", "-1"):
        with pytest.raises(psycopg.Error, match="do not fit 8BUI"):
            algebra(shared_database, f"a * 0 + {wrong}", pixel_type="8BUI", a="1 2")


def test_agrees_with_st_mapalgebra(shared_database):
    mine, theirs = shared_database.execute(
        """
        select
            st_dumpvalues(sinkbase.map_algebra('0.22 * (exp(0.0913 * t) + log(0.3145 * a + 1))',
                array['t', 'a'], array[t, a]), 1),
            st_dumpvalues(st_mapalgebra(t, a,
                '0.22 * (exp(0.0913 * [rast1]) + ln(0.3145 * [rast2] + 1))', '32BF'), 1)
        from (select sinkbase.drawn_raster('-20 0 . / 10 25 3') as t,
                     sinkbase.drawn_raster('0 5 7 / 5 80 .') as a) as drawn
        """
    ).fetchone()
    assert [[x is None for x in row] for row in mine] == [
        [x is None for x in row] for row in theirs
    ]
    flat = [(x, y) for r, s in zip(mine, theirs, strict=True) for x, y in zip(r, s, strict=True)]
    assert all(x == pytest.approx(y, rel=1e-6) for x, y in flat if x is not None)


def test_only_the_builder_may_execute(shared_database):
    with pytest.raises(psycopg.errors.InsufficientPrivilege), shared_database.transaction():
        shared_database.execute("set local role sinkbase_reader")
        shared_database.execute("select sinkbase.map_algebra('a', array['a'], array[null::raster])")
