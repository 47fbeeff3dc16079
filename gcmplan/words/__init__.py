"""Words that depend on the language: imports nothing."""
