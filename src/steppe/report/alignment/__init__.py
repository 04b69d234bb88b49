"""A state's path in the General Assembly beside those of others."""
