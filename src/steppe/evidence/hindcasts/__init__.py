"""Hindcasts of the mechanisms, one module a subject; each registers itself (see `steppe.evidence.hindcast`)."""
