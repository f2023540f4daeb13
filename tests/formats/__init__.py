"""Tests of what the writers and readers of formats do to octets."""
