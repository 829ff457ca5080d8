"""What people say about a sitting: an anchored rubric, their marks, and how far they agree.

Nothing here changes an automatic mark. What people say is kept beside it, entry by entry, and
nothing that was ever said is taken away.
"""
