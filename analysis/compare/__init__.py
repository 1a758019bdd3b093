"""Two regions, or two runs of one, side by side: what differs, and where."""
