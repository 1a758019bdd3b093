"""What each node of dbt's graph is made from, as one digest: a node is built when it differs.

A node's digest holds its own text and configuration, the macros that it calls, the values of the
variables that it reads, the SQL functions and the kernel's modules behind them, and the digests of
the nodes and raw tables that it stands on. So a change reaches its descendants and nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.nodes import Call, Concat, Const, Name

from sinkbase import fingerprint
from sinkbase.errors import SinkbaseError
from sinkbase.transform.functions import functions_in, version_of

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

Fingerprints = dict[str, str]
BUILT = ("model", "seed", "test")
OWN = "macro.sinkbase."
HOOKED = f"{OWN}record_node"
TELLS = ("description", "columns", "config")  # beside its text: what the database is told of it


def fingerprints(
    manifest: "Manifest", variables: Mapping[str, Any], raw: Mapping[str, str]
) -> Fingerprints:
    """The digest of every model, seed and test by dbt's unique id, parents first.

    `raw` has the digest of each raw table by its name.
    Raises SinkbaseError for a raw table that `raw` lacks.
    """
    graph = {
        node.unique_id: [*dict.fromkeys(node.depends_on_nodes)]
        for node in manifest.nodes.values()
        if node.resource_type in BUILT
    }
    project = json.dumps(
        [graph, [_told(node) for node in manifest.nodes.values() if node.unique_id in graph]]
    )
    found: Fingerprints = {}
    for unique_id in TopologicalSorter(graph).static_order():
        if unique_id in manifest.sources:
            name = manifest.sources[unique_id].name
            if name not in raw:
                raise SinkbaseError(f"the raw table {name} is not known: load the region first.")
            found[unique_id] = raw[name]
            continue
        node = manifest.nodes[unique_id]
        texts = [node.raw_code, *_macros(manifest, node.depends_on.macros)]
        parts = [unique_id, *texts, _told(node), json.dumps(_read(texts, variables))]
        if any(_reads_graph(text) for text in texts):
            parts.append(project)
        parts += [version_of(name) for name in sorted(functions_in(texts))]
        parts += [found[parent] for parent in sorted(graph[unique_id])]
        found[unique_id] = fingerprint.of_texts(*parts)
    return {name: print_ for name, print_ in found.items() if name in graph}


def _told(node: Any) -> str:
    """What stands in the YAML of a node, and the content of a seed."""
    given = node.to_dict(omit_none=True)
    told = {name: given[name] for name in (*TELLS, "test_metadata", "column_name") if name in given}
    if node.resource_type == "seed":
        told["checksum"] = node.checksum.checksum
    return json.dumps(told, sort_keys=True, default=str)


def _macros(manifest: "Manifest", names: Iterable[str]) -> list[str]:
    """The texts of the project's own macros that these stand on, each once, in order of names."""
    seen: set[str] = set()
    todo = [name for name in names if name.startswith(OWN)]
    while todo:
        name = todo.pop()
        if name not in seen and name != HOOKED:
            seen.add(name)
            above = manifest.macros[name].depends_on.macros
            todo += [macro for macro in above if macro.startswith(OWN)]
    return [manifest.macros[name].macro_sql for name in sorted(seen)]


def _read(texts: list[str], variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables that these texts read."""
    patterns = {pattern for text in texts for pattern in _variables(text)}
    names = {name for name in variables for pattern in patterns if re.fullmatch(pattern, name)}
    return {name: variables[name] for name in sorted(names)}


@cache
def _variables(text: str) -> frozenset[str]:
    """Patterns of the names of the variables that a template reads."""
    calls = [call for call in _template(text).find_all(Call) if _is_name(call.node, "var")]
    return frozenset(_pattern(call.args[0]) for call in calls)


def _pattern(node: Any) -> str:
    """What a name can be that is written out, or put together of parts: var('weight_' ~ word)."""
    if isinstance(node, Const):
        return re.escape(str(node.value))
    return "".join(map(_pattern, node.nodes)) if isinstance(node, Concat) else ".*"


@cache
def _reads_graph(text: str) -> bool:
    return any(name.name == "graph" for name in _template(text).find_all(Name))


@cache
def _template(text: str) -> Any:
    return Environment(extensions=["jinja2.ext.do"]).parse(text)  # only read


def _is_name(node: Any, name: str) -> bool:
    return isinstance(node, Name) and node.name == name
