"""The kernel inside the database: its modules are rows of sinkbase.kernel, text alone.

sinkbase._kernel() runs this module's text once a session and calls `start`. From then on `import
kernel.x` finds the module among the rows, so that a traceback names its file and line; only what
an SQL function needs is compiled. `start` returns what the SQL functions call:

    return GD['sinkbase']('classify', 'kernel.raster.classify', rast, limits, ...)

runs the function `classify` of that module; its KernelError reaches the user as PostgreSQL's
error, with the name of the SQL function before it.
"""

from __future__ import annotations

import ctypes
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType
    from typing import Any

MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD = -1, -3


class Rows:
    """Finds and loads the modules whose sources are given by name."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        """Keep the sources; nothing is compiled yet."""
        self.sources = sources

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the kernel, for the import system."""
        if name not in self.sources:
            return None
        is_package = any(other.startswith(f"{name}.") for other in self.sources)
        spec = ModuleSpec(name, self, is_package=is_package)  # type: ignore[arg-type]
        file = f"{name.replace('.', '/')}{'/__init__' if is_package else ''}.py"
        spec.origin, spec.has_location = file, True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of the module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's source, under the name of its file."""
        code = compile(self.sources[module.__name__], str(module.__file__), "exec")
        exec(code, module.__dict__)

    def get_source(self, name: str) -> str:
        """Return the module's source, for the lines of a traceback."""
        return self.sources[name]


def start(sources: Mapping[str, str], refuse: Callable[..., object]) -> Callable[..., Any]:
    """Let the session import the kernel; return what runs a function of it.

    `refuse` is plpy.error: it takes a message, and `hint` and `detail` where there are any.
    """
    keep_memory()
    sys.meta_path[:] = [it for it in sys.meta_path if type(it).__name__ != Rows.__name__]
    sys.meta_path.insert(0, Rows(sources))
    for name in [name for name in sys.modules if name.partition(".")[0] == "kernel"]:
        del sys.modules[name]  # of an older version
    errors = import_module("kernel.errors")

    def run(function: str, module: str, *arguments: Any) -> Any:
        try:
            return getattr(import_module(module), function)(*arguments)
        except errors.KernelError as error:
            return refuse(f"{function}: {error}", **told(error))

    return run


def told(error: Any) -> dict[str, str]:
    """Hint and detail of an error, where it has them."""
    given = {"hint": error.hint, "detail": error.detail}
    return {name: text for name, text in given.items() if text}


def keep_memory() -> None:
    """Let the session keep the memory of arrays that it has done with.

    glibc gives it back at once, and each new array is faulted in again page by page: most of the
    time of map algebra (0.33 s, not 0.05 s, for the respiration of 1,000,000 cells).
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(MALLOC_TRIM_THRESHOLD, 128 << 20)
        library.mallopt(MALLOC_MMAP_THRESHOLD, 32 << 20)
