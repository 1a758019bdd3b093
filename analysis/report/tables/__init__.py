"""The tables of a report, a module a part of the method."""
