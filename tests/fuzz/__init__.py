"""Mutated region files and data files: `make fuzz`. No traceback, no hang, no noise."""
