"""Each figure that the documents quote, measured again beside the bare page of the same kind."""
