"""Bytes in, bytes out, over core objects."""
