"""What other programs ask: the registers as REST with their document, the ledger as a feed, and every calculation by name."""
