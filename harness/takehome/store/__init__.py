"""What was done: the vault with its invitations, submissions, sittings, markings and keys."""
