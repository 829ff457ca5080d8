"""Certification: the best that anybody could do on a variant, and what honest models do."""
