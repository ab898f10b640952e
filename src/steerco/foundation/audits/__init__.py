"""Audits: the ledger of some days as one archive that an auditor checks without this product."""
