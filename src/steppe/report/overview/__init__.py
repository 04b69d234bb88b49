"""The region at a glance: terminal and page."""
