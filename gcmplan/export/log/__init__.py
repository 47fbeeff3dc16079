"""The history of a plan for programs: one module a format."""
