"""Dossiers: one project on one screen that tells its story: its returns, its words, what is open, people, history."""
