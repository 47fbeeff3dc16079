"""A plan of one's own: the files that it begins with, and its folder, made all or not at all."""
