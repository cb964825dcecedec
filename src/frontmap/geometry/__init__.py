"""Where a claim holds: shapes with uncertainty, movements, all geodesic on WGS 84."""
