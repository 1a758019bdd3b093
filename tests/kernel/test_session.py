"""kernel.session: modules that are rows, and errors that reach the server."""

import os
import subprocess
import sys
from importlib.util import MAGIC_NUMBER

from kernel.session import Rows, code_of, compiled
from sinkbase.paths import ROOT

# in a process of its own: `start` changes what `import kernel` finds
PROGRAM = """
import pathlib, sys
from kernel.session import compiled, start
rows = {}
for path in pathlib.Path("kernel").rglob("*.py"):
    name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
    code, python = compiled(str(path), path.read_text())
    rows[name] = {"file": str(path), "source": path.read_text(), "code": code, "python": python}
sys.path[:] = [it for it in sys.path if it != "" and pathlib.Path(it) != pathlib.Path.cwd()]
refused = []
run = start(rows, lambda message, **told: refused.append((message, sorted(told))))
"""


def told(program):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:-1]


def test_only_what_a_function_needs_is_loaded_and_it_comes_from_the_rows():
    loaded = told("""
run("classify", "kernel.raster.classify", b"", [], [], "upper", "8BUI")
print(*sorted(name for name in sys.modules if name.startswith("kernel")))
print(sys.modules["kernel.raster.classify"].__loader__.__class__.__name__)
print("scipy" in sys.modules, "skimage" in sys.modules, "numpy.typing" in sys.modules)
""")
    assert loaded == [
        "kernel kernel.errors kernel.raster kernel.raster.classify kernel.raster.wkb",
        "Rows",
        "False False False",
    ]


def test_an_error_of_the_kernel_comes_with_the_functions_name():
    assert told("""
run("drawn_raster", "kernel.raster.drawn_raster", "1 2 / 3", "8BUI", 1, 0, 0, 2328)
print(refused)
""") == ["[('drawn_raster: rows of [1, 2] cells, expected rows of one length', [])]"]


def test_any_other_error_comes_with_its_traceback():
    assert told("""
run("classify", "kernel.raster.classify", None, [], [1], "upper", "8BUI")
print(refused[0][0].split(":")[:2], refused[0][1])
""") == ["['classify', ' TypeError'] ['detail']"]


def test_a_module_compiled_for_another_python_is_compiled_anew():
    code, python = compiled("kernel/x.py", "value = 1")
    assert python == MAGIC_NUMBER.hex()
    row = {"file": "kernel/x.py", "source": "value = 2", "code": code, "python": python}
    for given, value in ((row, 1), (row | {"python": "another"}, 2), (row | {"python": None}, 2)):
        names = {}
        exec(code_of(given), names)
        assert names["value"] == value


def test_a_module_that_is_no_row_is_left_to_others():
    assert Rows({}).find_spec("kernel.errors") is None
