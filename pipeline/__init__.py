"""The whole way of a region, from its files to what people open: every stage, one after another."""
