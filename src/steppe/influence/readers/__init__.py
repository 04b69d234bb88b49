"""Readers of the layers of influence, one module a domain; `steppe.influence.layers` finds them by name."""
