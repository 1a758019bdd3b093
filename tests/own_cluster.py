"""A private cluster of its own for tests that stop, kill or reconfigure the server."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sinkbase.database.cluster import PORT
from sinkbase.paths import ROOT

ANYBODY = "local all all trust\n"


@dataclass(frozen=True)
class OwnCluster:
    home: Path

    @property
    def pgdata(self) -> Path:
        return self.home / "server" / "pgdata"

    @property
    def postmaster(self) -> int:
        return int((self.pgdata / "postmaster.pid").read_text().split()[0])

    def loaders(
        self, *arguments: str, private: bool = True, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        """`python -m loaders ARGUMENTS` as a user types it."""
        environment = {name: value for name, value in os.environ.items() if name[:2] != "PG"}
        environment |= {"SINKBASE_HOME": str(self.home)} if private else {}
        return subprocess.run(
            [sys.executable, "-m", "loaders", *arguments],
            cwd=ROOT,
            env=environment | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def url(self, user: str, database: str) -> str:
        return f"postgresql://{user}@/{database}?host={self.home}/server/run&port={PORT}"

    def let_anybody_in(self) -> None:
        """Passwordless log-in for every role, as `DATABASE_URL` of another server would have."""
        hba = self.pgdata / "pg_hba.conf"
        hba.write_text(ANYBODY + hba.read_text())
        assert self.loaders("server", "down").returncode == 0
        assert self.loaders("server", "up").returncode == 0


@contextmanager
def own_cluster() -> Iterator[OwnCluster]:
    home = Path(tempfile.mkdtemp(prefix="sinkbase-test-"))
    home.chmod(0o755)  # root's server runs as `postgres`, which has to pass
    it = OwnCluster(home)
    try:
        yield it
    finally:
        it.loaders("server", "down")
        shutil.rmtree(home)
