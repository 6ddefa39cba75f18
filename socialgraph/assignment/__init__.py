"""Who is asked to talk with whom: `plan.assign`, from the rules of the day (`setting`) to the plan and its `tables`.

`optimum` finds the plan, `what_if` says what one more person or evening would be worth.
"""
