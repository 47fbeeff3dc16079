"""What each revision of a plan changed, walked once and kept in a cache."""
