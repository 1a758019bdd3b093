"""The one exception of this package."""


class SinkbaseError(Exception):
    """A mistake that the user can mend: what was found, what was expected, what to do about it."""
