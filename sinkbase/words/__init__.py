"""The words of what the product says, one text file a language."""
