"""A contract of import-linter: packages that import what is listed, and nothing else."""

import sys

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class AllowedImportsContract(Contract):
    """Modules of some packages import the packages that are allowed, and the standard library."""

    type_name = "allowed_imports"

    packages = fields.SetField(subfield=fields.StringField())
    allowed = fields.SetField(subfield=fields.StringField())
    standard_library = fields.BooleanField(required=False, default=True)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Return which imports are of a package that is not allowed."""
        known = set(self.packages) | set(self.allowed)
        if self.standard_library:
            known |= sys.stdlib_module_names
        found = [
            (module, imported)
            for module in sorted(graph.modules)
            if top(module) in self.packages
            for imported in sorted(graph.find_modules_directly_imported_by(module))
            if top(imported) not in known
        ]
        lines = [line for pair in found for line in described(graph, *pair)]
        return ContractCheck(kept=not found, metadata={"lines": lines})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which lines import what is not allowed."""
        allowed = ", ".join(sorted(self.allowed))
        output.print_error(
            f"{', '.join(sorted(self.packages))} may import {allowed} alone:", bold=True
        )
        for line in check.metadata["lines"]:
            output.print_error(f"- {line}", bold=False)


def top(module: str) -> str:
    """Return the package at the top of a module's name."""
    return module.partition(".")[0]


def described(graph: ImportGraph, importer: str, imported: str) -> list[str]:
    """Return a line of text an import, with the number of its line in the file."""
    details = graph.get_import_details(importer=importer, imported=imported)
    return [f"{importer}:{it['line_number']}: {it['line_contents']}" for it in details]
