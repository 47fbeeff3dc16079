"""The changes between two plans, and their effect on delegations."""
