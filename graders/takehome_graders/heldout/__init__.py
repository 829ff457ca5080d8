"""Held-out performance: how good is the model on rows that nobody had seen?"""
