"""Validation strategy: did they know beforehand how good it is, and how did they find out?"""
