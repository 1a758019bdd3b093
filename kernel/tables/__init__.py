"""Tables made of whole grids."""
