"""What an office does, callable from Python without a command line: `load`, `export`, `report`, `forecast` and others.

`session` opens a project's graph and vault, `reading` keeps what an office mends and answers, `lists` is what is handed
out, `residents` their rights, `keeping` what the officer for the data needs.
"""
