"""What raw pixel values mean, and whether they can be right."""
