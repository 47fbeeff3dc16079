"""Programmes as files. One format a file."""
