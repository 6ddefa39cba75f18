"""What leaves the program: tables on the screen, the secretary's lists, the page, elevations and other pictures."""
