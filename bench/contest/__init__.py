"""Flowmetal and its peers at the same work: `session` has the work, `contestants` who does it, `compare` the lines."""
