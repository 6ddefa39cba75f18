"""The residents' rights: show, correct, withdraw, erase, reopen, retention."""
