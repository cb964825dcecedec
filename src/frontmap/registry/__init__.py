"""What frontmap knows: places by name, sources and their sides, words and their meaning."""
