"""What leaves the program: tables on the screen, and the secretary's lists."""
