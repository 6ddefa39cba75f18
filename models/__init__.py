"""What is fitted from data: posteriors and estimators, each with its evaluation."""
