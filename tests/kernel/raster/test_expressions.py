"""Map algebra on arrays: what is computed, what is refused, and that nothing else comes out."""

import random
import warnings

import numpy as np
import pytest

from kernel.errors import KernelError
from kernel.raster.drawn_raster import cells_of, drawn_raster
from kernel.raster.map_algebra import evaluate, map_algebra


def raster(drawing):
    return cells_of(drawing)[None]


def result(expression, constants=None, **drawings):
    rasters = {name: raster(drawing) for name, drawing in drawings.items()}
    return evaluate(expression, rasters, constants)


def refusal(expression, constants=None, **drawings):
    with pytest.raises(KernelError) as refused:
        result(expression, constants, **drawings or {"a": "1 2"})
    assert refused.value.detail == f"expression: {expression}"
    return str(refused.value)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("exp(a, a)", "exp of 2 arguments, expected 1"),
        ("log()", "log of 0 arguments, expected 1"),
        ("mean(a, a)", "mean of 2 arguments, expected 1"),
        ("where(a, 1)", "where of 2 arguments, expected 3"),
        ("sum()", "sum of 0 arguments, expected 1 or more"),
        ("present(a, a)", "present of 2 arguments, expected 1"),
    ],
)
def test_a_function_takes_as_many_arguments_as_it_has(expression, message):
    assert refusal(expression) == message


def test_what_is_given_is_never_written_to():
    values = raster("1 2 .")
    for expression in ("a", "-a", "sum(a)", "maximum(a, 0)", "coalesce(a, 5)", "a ** 2 + exp(a)"):
        evaluate(expression, {"a": values})
        np.testing.assert_array_equal(values, raster("1 2 ."))
    assert evaluate("a", {"a": values}).flags.writeable is False


@pytest.mark.parametrize("text", ["1e999", "-1e999", "1" + "0" * 400, "a * 0 + 1e400"])
def test_a_number_too_large_is_refused(text):
    assert refusal(text) == "a number that is too large: 1.8e308 is the end"


@pytest.mark.parametrize("value", [float("inf"), float("nan"), 10**400, -(10**400)])
def test_a_constant_too_large_is_refused(value):
    assert refusal("a * k", {"k": value}) == "constant k is not finite: 1.8e308 is the end"


@pytest.mark.parametrize("value", [True, "7", [1], {}])
def test_a_constant_that_is_no_number_is_refused(value):
    assert "expected a number or null" in refusal("a * k", {"k": value})


def test_an_infinite_result_is_refused():
    with pytest.raises(KernelError, match="the result is infinite somewhere"):
        evaluate("a", {"a": np.array([[[1.0, np.inf]]])})
    assert "do not fit 32BF" in str(
        told(map_algebra, "a * 1e300", ["a"], [tile("1")], "{}", "32BF")
    )


def tile(drawing, pixel_type="64BF"):
    return bytes.fromhex(drawn_raster(drawing, pixel_type, 1000, 0, 0, 2328))


def told(function, *arguments):
    with pytest.raises(KernelError) as error:
        function(*arguments)
    return error.value


def test_numbers_alone_follow_the_same_rules_as_rasters():
    assert refusal("1 / 0").startswith("divide by zero")
    assert refusal("(-8) ** 0.5").startswith("invalid value")
    assert refusal("10 ** 400").startswith("overflow")
    np.testing.assert_array_equal(result("2 ** 10", a="1 2"), [[[1024, 1024]]])


def test_a_missing_value_makes_a_power_missing_too():
    np.testing.assert_array_equal(result("a ** 0", a="3 .")[0], cells_of("1 ."))
    np.testing.assert_array_equal(result("1 ** a", a="3 .")[0], cells_of("1 ."))


def test_bands_summed_up_are_one_band_and_stay_it():
    bands = np.stack([cells_of("1 2 / 3 4"), cells_of("10 20 / 30 ."), cells_of("0 0 / 0 0")])
    for expression in ("sum(t)", "sum(sum(t))", "maximum(sum(t))"):
        np.testing.assert_array_equal(
            evaluate(expression, {"t": bands}), [cells_of("11 22 / 33 .")]
        )
    below_mean = evaluate("mean(t) - t[3]", {"t": bands})
    np.testing.assert_array_equal(below_mean, [cells_of("11 22 / 33 .") / 3])
    np.testing.assert_array_equal(
        evaluate("sum(7) + 0 * t[1]", {"t": bands}), np.full((1, 2, 2), 7)
    )


def test_rasters_whose_bands_do_not_go_together_are_refused():
    two, three = np.ones((2, 1, 1)), np.ones((3, 1, 1))
    with pytest.raises(KernelError, match="bands do not go together: a 2, b 3"):
        evaluate("a + b", {"a": two, "b": three})


@pytest.mark.parametrize("name", ["lambda", "None", "_a", "exp", "a b", "", "ﬁ", "1a"])
def test_a_name_that_no_formula_can_use_is_refused(name):
    with pytest.raises(KernelError, match="cannot be the name of a raster or constant"):
        evaluate("1", {name: raster("1")})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, ["a"], [b""], "{}", "32BF"), "must not be null"),
        (("a", None, [b""], "{}", "32BF"), "must not be null"),
        (("a", ["a"], None, "{}", "32BF"), "must not be null"),
        (("a", ["a", "a"], [b"", b""], "{}", "32BF"), "a name is given twice"),
        (("a", ["a"], [b"", b""], "{}", "32BF"), "1 names for 2 rasters"),
        (("a", [], [], "{}", "32BF"), "no raster"),
        (("a", ["a"], [tile("1")], "[1]", "32BF"), "expected a JSON object"),
        (("a", ["a"], [tile("1")], '{"k": 1' + "0" * 5000 + "}", "32BF"), "too large"),
        (("a", ["a"], [tile("1")], '{"a": 1}', "32BF"), "a name is given twice"),
        (("a", ["a"], [tile("1")], "{}", "4BUI"), "pixel type 4BUI"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments, message):
    assert message in str(told(map_algebra, *arguments))


def test_without_constants_or_with_a_null_raster():
    assert map_algebra("a", ["a"], [tile("1 .")], None, "64BF") == tile("1 .")
    assert map_algebra("a", ["a"], [None], "{}", "64BF") is None


DEEP = [
    "(" * 90 + "a" + ")" * 90,
    "(" * 4000 + "a" + ")" * 4000,
    "-" * 4000 + "a",
    "not " * 2000 + "a",
    "a" + "+a" * 4000,
    "a" + "**2" * 3000,
    "exp(" * 1000 + "a" + ")" * 1000,
    "a" + "[1]" * 3000,
    " and ".join(["a"] * 2000),
    "[" * 3000,
    "a" * 200_000,
]
ODD = [
    *(
        "",
        " ",
        "\n",
        "a\nb",
        "a;a",
        "a #",
        "\x00",
        "a\x00",
        "\ud800",
        "a\u2028b",
        "a\u200b",
        "½",
        "a²",
    ),
    *("9" * 5000, "0x" + "f" * 5000, "1e999999999", "1_000", "0b1", "07", "1.e5.", "1j", "1jor 2"),
    *("a[999999999999999999999]", "a[-1]", "a[True]", "a[1:2]", "a[a]", "a[1][1]", "k[1]", "1[1]"),
    *("a()", "1()", "a(1)", "exp", "exp()()", "exp(x=1)", "exp(*a)", "exp(**a)", "exp(a)(a)"),
    *("f'{a}'", "f'{a!r:>{k}}'", "'a'", "b'a'", "'\\d'", "...", "None", "True", "__debug__"),
    *(
        "a if a else a",
        "lambda: a",
        "[a]",
        "{a}",
        "{a: a}",
        "(a,)",
        "a,",
        "*a",
        "(yield)",
        "(a := 1)",
    ),
    *(
        "await a",
        "a @ a",
        "a // 2",
        "a % 2",
        "a << 2",
        "a | a",
        "~a",
        "a is a",
        "a in a",
        "a < a < a",
    ),
    *("a is 1", "1 is 1", "1or 2", "a.real", "().__class__", "import os", "del a", "print(a)"),
    *("a ** a ** a ** a", "9 ** 9 ** 9 ** 9", "0 ** -1", "(-1) ** 0.5", "a ** 1e308", "1e308 * 10"),
    *("1 / (a - a)", "log(0)", "log(-1)", "sqrt(-a)", "exp(1000)", "exp(exp(exp(a)))", "a / 0"),
    *(
        "where(1, 2, 3)",
        "coalesce(1)",
        "present(1)",
        "sum(1)",
        "mean(1)",
        "minimum(1, 2)",
        "abs(-1)",
    ),
]
PARTS = [
    *("a", "b", "t", "k", "n", "1", "0", "-1", "1e308", "1e-320", "2.5", "t[1]", "t[3]", "c", "''"),
]
SHAPES = [
    *("({0} + {1})", "({0} - {1})", "{0} * {1}", "{0} / {1}", "{0} ** {1}", "-{0}", "not {0}"),
    *("{0} < {1}", "{0} and {1}", "({0} or {1})", "exp({0})", "log({0})", "sqrt({0})", "sum({0})"),
    *(
        "mean({0})",
        "minimum({0}, {1})",
        "maximum({0})",
        "where({0}, {1}, {0})",
        "coalesce({0}, {1})",
    ),
    *(
        "present({0})",
        "abs({0})",
        "exp({0}, {1})",
        "{0}[2]",
        "({0}",
        "{0} {1}",
        "{0}({1})",
        "{0}, {1}",
    ),
]


def random_expression(seed):
    """A tree of shapes over parts, mostly well formed."""
    rng = random.Random(seed)

    def grown(depth):
        if depth == 0 or rng.random() < 0.2:
            return rng.choice(PARTS)
        return rng.choice(SHAPES).format(grown(depth - 1), grown(depth - 1))

    return grown(rng.randint(1, 6))


HOSTILE = [*DEEP, *ODD, *(random_expression(seed) for seed in range(600))]
# what Python or numpy would say
RAW = (
    *("Traceback", "Error", "maximum recursion", "broadcast", "encountered", "invalid syntax"),
    *(
        "positional argument",
        "expected str",
        "out of bounds",
        "too many",
        "codec",
        "math range",
        "operand",
    ),
)


@pytest.mark.parametrize("expression", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_expression_has_a_finite_value_or_a_message_of_ours(expression):
    rasters = {
        "a": raster("1 2 . / 0 -3 1e300"),
        "b": raster("0 0 1 / . 5 7"),
        "t": np.stack([raster("1 2 3 / 4 5 6")[0], raster(". 1 1 / 1 1 1")[0]]),
    }
    kept = {name: values.copy() for name, values in rasters.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            values = evaluate(expression, rasters, {"k": 0.5, "n": None})
        except KernelError as error:
            message = str(error)
            assert message
            assert not any(raw in message for raw in RAW), message
            assert error.detail == f"expression: {expression}"
        else:
            assert values.shape[-2:] == (2, 3)
            assert np.isfinite(values[~np.isnan(values)]).all()
    for name, values in kept.items():
        np.testing.assert_array_equal(rasters[name], values)
