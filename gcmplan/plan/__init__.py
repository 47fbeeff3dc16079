"""The plan as frozen values: events, programmes, people, and which meetings overlap."""
