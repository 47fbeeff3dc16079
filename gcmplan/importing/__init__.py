"""Events from files of other programs: tables of Excel, Word and CSV, and calendars, to drafts that people review."""
