"""Which database is meant, how to reach it, and whose schemas lie in it."""
