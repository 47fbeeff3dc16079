"""The plan as a website: its pages, its feeds, and the files beside them."""
