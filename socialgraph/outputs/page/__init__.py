"""The report page: one file that opens anywhere, asks nothing of any network and runs no script."""
