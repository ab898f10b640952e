"""What the pages of exposure read: whose risks, where they stand and what they may cost, and what hangs on what."""
