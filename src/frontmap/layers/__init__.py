"""Records become GeoDataFrames with documented columns and styles."""
