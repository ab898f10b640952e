"""Accounts: who can sign in, and how they like their pages."""
