"""Soil layers, from mapping units or rasters of properties to carbon densities."""
