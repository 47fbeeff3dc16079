"""The changes of each revision of a plan, walked once and kept in a cache."""
