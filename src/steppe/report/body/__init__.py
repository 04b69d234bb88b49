"""One page an organization."""
