"""The files of a region in the browser of this machine."""
