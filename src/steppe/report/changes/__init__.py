"""What moved between two versions of the tables: every figure of the overview, the briefs and the claims."""
