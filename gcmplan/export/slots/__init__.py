"""Free dates for meetings, one format a file."""
