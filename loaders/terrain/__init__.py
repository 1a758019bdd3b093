"""The slope, from the elevation model at its own resolution."""
