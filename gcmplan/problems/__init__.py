"""What is wrong with a plan, as values: problems, their positions, and the pairs that a problem is about."""
