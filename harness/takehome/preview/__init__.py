"""The preview of a challenge for its author: what candidates see, what they do not, what it costs.

Everything in it is measured on one variant, of a seed that no candidate has.
"""

from takehome.preview.preview import Planted, Preview, preview

__all__ = ["Planted", "Preview", "preview"]
