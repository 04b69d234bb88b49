"""Scenarios: dated events, who is meant by them, and the questions that are asked of them."""
