"""Imbalance and decisions: what rarity does to probabilities, and what acting on them costs."""
