"""What past conversations say about the weights of the score and of the kinds of tie."""
