"""Values as people write them: addresses, dates, names, phones, numbers, lists of rooms; by form, not by dictionary."""
