"""Production: what the model does where production misbehaves."""
