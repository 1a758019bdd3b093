"""What the tests of whole regions use; the regions themselves are fixtures of tests/conftest.py."""

from tests.built import Built, run

__all__ = ["Built", "run"]
