"""Scenarios: events, studies, and what they come to."""
