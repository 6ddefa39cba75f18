"""Which stacks will be ready: cases and features as they were known then, the model, its forecast and its card."""
