"""What several reports show alike."""
