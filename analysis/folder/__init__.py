"""The folder that readers look into: all of one export, or all of the one before."""
