"""What a calendar holds: parts of events with their UIDs, SEQUENCE and times."""
