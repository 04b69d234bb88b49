"""Ideal points."""
