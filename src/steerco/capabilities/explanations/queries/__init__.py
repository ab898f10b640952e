"""What explains each number of a portfolio and of its projects: read for the pages on which the number stands."""
