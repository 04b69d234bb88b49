"""What five texts say, against the data: then and now, by text, topic and state."""
