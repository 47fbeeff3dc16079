"""Problems of a plan as values: their positions, and their pairs."""
