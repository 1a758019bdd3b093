"""What the database server did, in words, where a verb did not foresee it."""

from collections.abc import Iterator

import psycopg

KINDS = (psycopg.OperationalError, psycopg.InterfaceError)
# of SQLSTATE: the server was stopped, crashed, or ended the session; the connection broke
GONE = ("57P01", "57P02", "57P03", "57P04", "57P05", "08")
REMEDIES = {
    "25P03": "The server ended the session, which was idle in a transaction for too long. Raise "
    "idle_in_transaction_session_timeout for this user, and start again.",
    "53100": "The disk of the server is full: free some there, and start again.",
    "53200": "The server has too little memory for it: free some there, and start again.",
    "53300": "All connections of the server are taken. Close some (pg_stat_activity tells whose "
    "they are), or raise max_connections.",
    "53400": "A limit of this user is reached (temp_file_limit, or the like): a superuser raises "
    "it, or resets it: alter role ... reset all.",
    "55P03": "Somebody keeps it locked; pg_stat_activity tells who. Ask them to end their "
    "transaction, and start again.",
    "57014": "The statement was cancelled, or took longer than the server's statement_timeout. A "
    "superuser raises that for this user: alter role ... set statement_timeout = 0.",
}


def told(error: BaseException) -> str | None:
    """Return what the server did and what to do about it; None for errors that are not its own."""
    found = [it for it in _chain(error) if isinstance(it, KINDS)]
    if not found:
        return None
    states = [(it, getattr(it, "sqlstate", None) or "") for it in found]
    for it, state in states:
        if state in REMEDIES:
            return f"the server refused to go on: {_message(it)}. {REMEDIES[state]}"
    # the first that happened tells more than what failed because of it
    first = next((it for it, state in reversed(states) if state.startswith(GONE)), found[-1])
    return (
        f"the server ended the connection in the middle of the work: {_message(first)}. "
        "Whoever runs the server may have stopped or restarted it, or it crashed. See whether "
        "it is well (`make doctor`; `make db-up` starts the project's own), and start again."
    )


def _message(error: BaseException) -> str:
    primary = error.diag.message_primary if isinstance(error, psycopg.Error) else None
    lines = (primary or str(error)).strip().splitlines() or [type(error).__name__]
    return lines[0].strip().rstrip(".")


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and those it came from; SQLAlchemy keeps that of the driver in `orig`."""
    todo: list[BaseException | None] = [error]
    seen: set[int] = set()
    while todo:
        it = todo.pop(0)
        if it is None or id(it) in seen:
            continue
        seen.add(id(it))
        yield it
        todo += [getattr(it, "orig", None), it.__cause__, it.__context__]
