"""Choosing events: filters, ids, states, places and zones as they are typed."""
