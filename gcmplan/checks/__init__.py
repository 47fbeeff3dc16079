"""The problems of a plan: the rules, waivers, and which problems are new."""
