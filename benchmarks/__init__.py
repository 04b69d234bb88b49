"""Speed side by side with peers, on the same data in the same run; no test depends on a time."""
