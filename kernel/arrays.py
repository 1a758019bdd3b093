"""Names of the array types, for annotations alone: importing them takes numpy.typing 20 ms."""

from typing import Any

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Integers = NDArray[numpy.int64]
Booleans = NDArray[numpy.bool_]
Numbers = NDArray[Any]
