"""What a person reads: one summary of marks, evidence and key, and its renderings."""
