"""The kernel inside the database: its modules are rows of sinkbase.kernel, text alone.

sinkbase._kernel() runs this module once a session and calls `start`. From then on `import kernel.x`
finds the module among the rows, so that a traceback names its file and line; only what an SQL
function needs is run, and nothing is compiled: the install has done that, for this very Python.
`start` returns what the SQL functions call:

    return GD['sinkbase']('classify', 'kernel.raster.classify', rast, limits, ...)

runs the function `classify` of that module; its KernelError reaches the user as PostgreSQL's
error, with the name of the SQL function before it; any other error with the traceback, too, for
PostgreSQL itself tells lines and no files.
"""

from __future__ import annotations

import ctypes
import marshal
import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from importlib.util import MAGIC_NUMBER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import CodeType, ModuleType
    from typing import Any

    Row = Mapping[str, Any]  # file, source, code, python

# what the server raises, a query cancelled among it: PostgreSQL knows what to tell of that
SERVERS = {"plpy", "spiexceptions"}
MALLOC_TRIM_THRESHOLD, MALLOC_MMAP_THRESHOLD = -1, -3


class Rows:
    """Finds and loads the modules that are rows: file, source, code, python."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        """Keep the rows by the modules' names."""
        self.rows = rows

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Find a module of the kernel, for the import system."""
        if name not in self.rows:
            return None
        file = self.rows[name]["file"]
        is_package = file.endswith("__init__.py")
        spec = ModuleSpec(name, self, origin=file, is_package=is_package)  # type: ignore[arg-type]
        spec.has_location = True
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of the module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module."""
        exec(code_of(self.rows[module.__name__]), module.__dict__)

    def get_source(self, name: str) -> str:
        """Return the module's source, for the lines of a traceback."""
        source: str = self.rows[name]["source"]
        return source


def code_of(row: Row) -> CodeType:
    """What the row's module does: compiled at the install, or now when that was another Python."""
    if row["python"] == MAGIC_NUMBER.hex():
        code: CodeType = marshal.loads(row["code"])
        return code
    return compile(row["source"], row["file"], "exec")


def compiled(file: str, source: str) -> tuple[bytes, str]:
    """The columns `code` and `python` of a row, as the install writes them."""
    return marshal.dumps(compile(source, file, "exec")), MAGIC_NUMBER.hex()


def start(rows: Mapping[str, Row], refuse: Callable[..., object]) -> Callable[..., Any]:
    """Let the session import the kernel; return what runs a function of it.

    `refuse` is plpy.error: it takes a message, and `hint` and `detail` where there are any.
    """
    keep_memory()
    sys.meta_path[:] = [it for it in sys.meta_path if type(it).__name__ != Rows.__name__]
    sys.meta_path.insert(0, Rows(rows))
    for name in [name for name in sys.modules if name.partition(".")[0] == "kernel"]:
        del sys.modules[name]  # of an older version
    errors = import_module("kernel.errors")

    def run(function: str, module: str, *arguments: Any) -> Any:
        try:
            return getattr(import_module(module), function)(*arguments)
        except errors.KernelError as error:
            return refuse(f"{function}: {error}", **told(error))
        except Exception as error:
            if type(error).__module__.partition(".")[0] in SERVERS:
                raise
            message = f"{function}: {type(error).__name__}: {error}"
            return refuse(message, detail=import_module("traceback").format_exc())

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
