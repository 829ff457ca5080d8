"""Interventions: what re-runs on changed data show."""
