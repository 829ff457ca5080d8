"""Drift: what was noticed of it, and what the model makes of it."""
