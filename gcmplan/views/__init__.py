"""The contents of every output, the same for every format."""
