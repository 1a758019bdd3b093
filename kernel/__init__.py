"""The method on arrays: numpy, SciPy and scikit-image alone; no database, no file."""
