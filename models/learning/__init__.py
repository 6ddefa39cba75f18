"""What every fitted model shares: baselines, regression and trees, evaluation on cases left out, metrics."""
