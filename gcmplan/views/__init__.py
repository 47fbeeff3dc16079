"""What is shown of a plan, the same for every format."""
