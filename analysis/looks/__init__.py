"""How results look: titles, classes, colours, ramps."""
