"""Tests of Summit, in the same tree as the code."""
