"""socialgraph: which few flats hold up which stacks, and whom in the neighbourhood those residents already trust."""

__version__ = "0.1.0"
