"""What the data-protection officer asks for: the register, the impact assessment, a fresh key."""
