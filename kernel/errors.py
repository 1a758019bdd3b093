"""The one error of the kernel."""


class KernelError(ValueError):
    """What was given cannot be computed with; the text says what was found and expected.

    `hint` says what to do about it, `detail` what it is about, where there is more to say.
    """

    def __init__(self, message: str, *, hint: str | None = None, detail: str | None = None) -> None:
        """Keep the message, and what else a user should read."""
        super().__init__(message)
        self.hint = hint
        self.detail = detail
