"""steppe: an executable model of the Eurasian state system."""
__version__ = "0.1.0"
