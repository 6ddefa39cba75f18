"""Errors that a user can repair: one sentence that says where, what, and what to do."""

from __future__ import annotations


def phrase(text: str) -> str:
    """`text` itself: marks part of a sentence that has a row of its own in `data/messages_zh.csv`."""
    return text


class SocialgraphError(Exception):
    """The work failed for a reason the user can act on; the command line prints it and exits with 1.

    The message is one sentence for a clerk. It never quotes a name, a phone number or a cell of the user's.
    """


class InputError(SocialgraphError):
    """A file, an option or a value is not usable."""


class ProjectError(SocialgraphError):
    """The project folder or its `socialgraph.toml` is missing or incomplete."""


class KeyMissingError(SocialgraphError):
    """The key file that names and phones were sealed with is not there."""


class StoreError(SocialgraphError):
    """The graph can't be opened, read or written."""
