"""How neighbours are tied, building by building: `groups.social_capital` and the measures that it is made of."""
