"""Distances on a sphere: for telling which of two places is nearer. What is drawn is measured on the ellipsoid, in ``geometry.crs``."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt

from frontmap.model import Place

MEAN_RADIUS_KM = 6371.0088
"""Mean radius of WGS 84 (IUGG: (2a + b) / 3)."""


def sphere_km(lon1: float, lat1: float, lon2: float, lat2: float) -> float:
    """Return the great-circle distance of two points in degrees (haversine): right to half a percent, fifty times as fast as a geodesic.

    >>> round(sphere_km(37.80, 48.00, 30.52, 50.45))  # Donetsk to Kyiv
    594
    """
    phi1, phi2 = radians(lat1), radians(lat2)
    haversine = sin((phi2 - phi1) / 2.0) ** 2 + cos(phi1) * cos(phi2) * sin(radians(lon2 - lon1) / 2.0) ** 2
    return 2.0 * MEAN_RADIUS_KM * asin(min(sqrt(haversine), 1.0))


def apart_km(one: Place, other: Place) -> float:
    """Return the great-circle distance of two places' representative points."""
    return sphere_km(one.lon, one.lat, other.lon, other.lat)
