"""A region's results as the database describes and holds them, and the files made of them."""
