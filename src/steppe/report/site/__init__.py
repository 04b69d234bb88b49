"""The site: a folder of pages that opens from disk."""
