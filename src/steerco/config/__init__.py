"""Settings: embedded (the default), server and test."""
