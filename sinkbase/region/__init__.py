"""Region files: their keys, layers, sources and settings, read and checked."""
