"""Twins: the training files of a variant as they are without a plant, every other byte equal.

A twin has the same rows and columns. What the plant had put into its columns is replaced by cells
that know nothing forbidden, so that whatever changes for a submission is what the plant did to it.
"""
