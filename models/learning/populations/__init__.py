"""People with ties and a decision each, of any source: real networks on which the models are tried."""
