"""Changes to a plan's files: each is an operation on values that leaves every other byte of the text as it is."""
