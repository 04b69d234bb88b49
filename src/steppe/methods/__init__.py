"""The methods by which studies are answered: one folder each, found by walking this package."""
