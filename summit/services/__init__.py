"""Verbs: each checks permission, runs in one transaction and leaves a line in the audit log."""
