"""All of sql/, and the kernel, as one psql script: for whoever runs nobody else's program."""

from sinkbase.server import install

HEAD = """\
-- Installs Sinkbase, version {version}, in the database of the connection; safe to run again.
-- A superuser runs it once a version: psql -d DATABASE -f FILE. All of it happens, or nothing.
-- It makes the extensions, three roles that cannot log in, schema sinkbase, and the table
-- public.layer_styles. Whoever is granted sinkbase_builder builds, and needs no other right.
\\set ON_ERROR_STOP on
\\set version {version}
begin;
set local client_min_messages = warning;
{turn};
"""


def script() -> str:
    """Return what `install.install` runs, with every include in its place."""
    lines: list[str] = [HEAD.format(version=install.version(), turn=install.TURN)]
    for line in (install.SQL / "install.sql").read_text(encoding="utf-8").splitlines():
        name = line.removeprefix("\\ir ")
        if name == line:
            lines.append(line)
            continue
        text = (install.SQL / name).read_text(encoding="utf-8").rstrip()
        lines += ["", f"-- sql/{name}", text]
    return "\n".join([*lines, "", "-- kernel/", install.kernel_rows(), "commit;"])
