"""Values to what a terminal shows. The only place that knows rich."""
