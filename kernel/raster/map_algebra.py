"""One expression over the aligned rasters of a tile, all bands at once."""

from __future__ import annotations

import json
import math

import numpy

from kernel.errors import KernelError
from kernel.raster.expression import compiled, require_name
from kernel.raster.functions import FUNCTIONS, INNER
from kernel.raster.wkb import decode, encode, geometry

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kernel.arrays import Floats, Numbers

# what numpy says of a number that a formula cannot have, and what we say
NOT_DEFINED = {
    "divide": "divide by zero, or a logarithm of 0",
    "invalid": "invalid value, such as a logarithm or a root of a negative number",
    "overflow": "overflow, a number beyond 1.8e308",
}
NAMES: dict[str, object] = {"__builtins__": {}, **INNER} | {
    name: function.of for name, function in FUNCTIONS.items()
}


def evaluate(
    expression: str,
    rasters: Mapping[str, Floats],
    constants: Mapping[str, float | None] | None = None,
) -> Numbers:
    """The expression over arrays (bands, rows, columns) and constants, None for a missing one.

    Returns (bands, rows, columns), NaN where missing; one band where bands were summed up or
    nothing but numbers entered. The arrays given stay as they are.
    Raises KernelError, with the expression as its detail, when the expression is more than
    arithmetic or has no finite value somewhere.
    """
    try:
        return _evaluate(expression, rasters, constants or {})
    except KernelError as error:
        raise KernelError(str(error), hint=error.hint, detail=f"expression: {expression}") from None


def _evaluate(
    expression: str, rasters: Mapping[str, Floats], constants: Mapping[str, float | None]
) -> Numbers:
    for name in (*rasters, *constants):
        require_name(name)
    if set(rasters) & set(constants):
        raise KernelError("a name is given twice")
    given = {name: _number(name, value) for name, value in constants.items()}
    code, numbers = compiled(expression, frozenset(rasters), frozenset(constants))
    names = NAMES | numbers | given | {name: _unchanging(it) for name, it in rasters.items()}
    try:
        with numpy.errstate(divide="raise", over="raise", invalid="raise", under="ignore"):
            result = eval(code, names)
    except FloatingPointError as error:
        told = next((text for key, text in NOT_DEFINED.items() if key in str(error)), "no number")
        raise KernelError(f"{told} (a value for which the formula is not defined)") from None
    except KernelError:
        raise
    except (ValueError, IndexError):
        bands = ", ".join(f"{name} {len(values)}" for name, values in rasters.items())
        raise KernelError(f"the numbers of bands do not go together: {bands}") from None
    except RecursionError:
        raise KernelError("the expression is nested too deeply; divide it") from None
    except MemoryError:
        raise KernelError("the server has not enough memory for the arrays") from None
    if numpy.isinf(result).any():
        raise KernelError("the result is infinite somewhere")
    shape = next(iter(rasters.values())).shape[-2:] if rasters else ()
    return numpy.broadcast_to(result, numpy.broadcast_shapes(numpy.shape(result), (1, *shape)))


def _number(name: str, value: object) -> numpy.float64:
    if value is None:
        return numpy.float64(numpy.nan)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise KernelError(f"constant {name} is {str(value)[:40]!r}, expected a number or null")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise KernelError(f"constant {name} is not finite: 1.8e308 is the end")
    return numpy.float64(number)


def _unchanging(values: Floats) -> Floats:
    view = values.view()
    view.flags.writeable = False
    return view


def map_algebra(
    expression: str | None,
    names: Sequence[str] | None,
    rasters: Sequence[bytes | None] | None,
    constants: str | None,
    pixel_type: str | None,
) -> bytes | None:
    """What sinkbase.map_algebra makes of raster WKB; None where one of the rasters is null.

    `constants` is JSON, an object of numbers.
    Raises KernelError when arguments are None or do not go together, and as `evaluate` does.
    """
    if expression is None or names is None or rasters is None or pixel_type is None:
        raise KernelError("expression, names, rasters and pixel_type must not be null")
    detail = f"expression: {expression}"
    if len(names) != len(rasters):
        raise KernelError(f"{len(names)} names for {len(rasters)} rasters", detail=detail)
    if not rasters:
        raise KernelError("no raster", detail=detail)
    if None in names or len(set(names)) != len(names):
        raise KernelError("a name is given twice", detail=detail)
    given = [raster for raster in rasters if raster is not None]
    if len(given) != len(rasters):
        return None
    try:
        where = geometry(given[0])
        for name, raster in zip(names, given, strict=True):
            if geometry(raster) != where:
                raise KernelError(
                    f"{name} does not lie on the tile of {names[0]}: {geometry(raster)}, "
                    f"expected {where}"
                )
        values = {name: decode(raster) for name, raster in zip(names, given, strict=True)}
        return encode(evaluate(expression, values, _constants(constants)), where, pixel_type)
    except KernelError as error:
        raise KernelError(str(error), hint=error.hint, detail=detail) from None


def _constants(text: str | None) -> dict[str, float | None]:
    try:
        constants = json.loads(text or "{}")
    except ValueError:  # 5,000 digits
        raise KernelError("constants hold a number that is too large") from None
    if not isinstance(constants, dict):
        raise KernelError("constants: expected a JSON object of numbers")
    return constants
