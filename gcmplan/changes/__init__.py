"""What changed between two plans, and what a change does to delegations."""
