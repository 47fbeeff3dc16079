"""A folder of files to a plan, or all the problems that forbid it."""
