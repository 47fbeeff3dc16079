"""The list of sessions as files. One format a file."""
