"""The project's own PostgreSQL server, its logins, and what is installed in any server."""
