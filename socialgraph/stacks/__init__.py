"""Where the stacks stand: `completion.diagnose`, on the two keys of each household (`readiness`).

Which flats a stack waits for is in `targets`, what is too small to be shown in `suppression`.
"""
