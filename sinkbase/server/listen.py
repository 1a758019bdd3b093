"""Opening the private server's TCP port on the loopback address, for GIS servers and dashboards.

Only login roles that `loaders.login` made get in there, by password (scram-sha-256): the owner of
the server has none, and stays with the socket. What is opened stays so until it is closed.
"""

import ipaddress
import socket

from sinkbase.database.cluster import PORT, Cluster, cluster
from sinkbase.errors import SinkbaseError
from sinkbase.server import server

ADDRESS = f"127.0.0.1:{PORT}"
LOGINS = "+sinkbase_reader,+sinkbase_builder"


def open_port(where: str = ADDRESS) -> Cluster:
    """Let the server listen on "address:port" too; it restarts when that is new.

    Raises SinkbaseError when the address is not this machine's alone, or the port is taken.
    """
    address, port = _parsed(where)
    it = cluster()
    if (it.address, it.port) == (address, port) and server.running(it):
        return it
    server.up()
    server.down()
    try:
        _require_free(address, port)
        it.listen_file.write_text(f"{address}:{port}\n")
        _let_in(it, [f"host all {LOGINS} {ipaddress.ip_network(address)} scram-sha-256"])
    finally:
        it = server.up()
    return it


def close_port() -> bool:
    """Let the server listen on its socket only; return whether that is a change."""
    it = cluster()
    if it.address is None:
        return False
    was_running = server.down()
    it.listen_file.unlink()
    _let_in(it, [])
    if was_running:
        server.up()
    return True


def _parsed(where: str) -> tuple[str, int]:
    name, _, digits = where.rpartition(":")
    address = {"": "127.0.0.1", "localhost": "127.0.0.1"}.get(name, name.strip("[]"))
    try:
        is_loopback = ipaddress.ip_address(address).is_loopback
        port = int(digits)
    except ValueError:
        raise SinkbaseError(
            f"'{where}' is not an address with a port. Expected for example {ADDRESS}"
        ) from None
    if not is_loopback:
        raise SinkbaseError(
            f"{address} is not a loopback address: other machines could reach the server there. "
            f"Expected for example {ADDRESS}; for other machines use docker/compose.yaml, a server "
            "of your own, or a tunnel (ssh -L)."
        )
    if not 1024 <= port <= 65535:
        raise SinkbaseError(f"port {port} cannot be used. Expected 1024 to 65535")
    return address, port


def _require_free(address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise SinkbaseError(
                f"port {port} of {address} cannot be opened ({error.strerror}). Choose another: "
                f"make serve-db LISTEN={address}:{port + 1}"
            ) from None


def _let_in(it: Cluster, lines: list[str]) -> None:
    """Replace the lines of pg_hba.conf that are about TCP."""
    hba = it.data / "pg_hba.conf"
    kept = [line for line in hba.read_text().splitlines() if not line.startswith("host")]
    hba.write_text("".join(f"{line}\n" for line in [*kept, *lines]))
