"""What happens: invitations, sittings, marking, reports, and the command line that drives them."""
