"""Where the tables of a sheet are, what kind each is, and which column is which field.

`blocks` finds tables, `kinds` and `understanding` say what they are, `columns` and `sheet_building` make rows of
fields; `forms` turns matrices, pages and chains into lists, `weighing` is the evidence, `asking` what stays open.
"""
