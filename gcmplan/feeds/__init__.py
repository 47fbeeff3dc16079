"""The contents of a calendar: parts of events with their UIDs, SEQUENCE and times."""
