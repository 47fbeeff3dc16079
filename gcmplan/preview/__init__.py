"""The site of a plan on this machine: made again when the plan changes, and loaded again by the pages that are open."""
