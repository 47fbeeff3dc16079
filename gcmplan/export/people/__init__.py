"""Parts that people have in sessions, as files. One format a file."""
