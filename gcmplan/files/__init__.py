"""The YAML files of a plan: read, guarded, and every value with its position."""
