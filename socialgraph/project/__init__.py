"""The project file: who uses the data, why and how long, by which policy, and where the graph lies."""
