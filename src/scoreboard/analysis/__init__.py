"""What changed and why: the comparison of two editions, cell by cell, split into its causes."""
