"""The elevation (爬楼图): a building's face, floors as rows, flats as columns under the stacks that serve them."""

from socialgraph.outputs.elevation.grid import BuildingGrid, FlatCell, StackHead, building_grid
from socialgraph.outputs.elevation.svg import draw_elevation

__all__ = ["BuildingGrid", "FlatCell", "StackHead", "building_grid", "draw_elevation"]
