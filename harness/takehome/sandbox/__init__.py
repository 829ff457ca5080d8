"""Where submissions are executed: a box whose only opening is one pipe."""
