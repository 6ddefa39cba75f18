"""What the plan would gain by an invitation, an introduction or an evening more."""
