"""The look at a folder of files: what lies there, and what it says of itself."""
