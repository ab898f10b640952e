"""What explains each number of the portfolio's page: how many, by which formula, from which records, of which date."""
