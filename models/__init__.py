"""What is fitted from data: which stacks will complete, which conversations are heard; with evaluation and card."""
