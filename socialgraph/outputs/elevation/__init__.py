"""The elevation (爬楼图): a building's face, floors as rows, flats as columns under the stacks that serve them."""

from socialgraph.outputs.elevation.grid import Cell, Grid, Head, building_grid
from socialgraph.outputs.elevation.svg import draw_elevation

__all__ = ["Cell", "Grid", "Head", "building_grid", "draw_elevation"]
