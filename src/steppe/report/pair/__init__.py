"""What binds two states, both ways."""
