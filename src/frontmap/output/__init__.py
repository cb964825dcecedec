"""GeoDataFrames become files and the map."""
