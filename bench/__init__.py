"""Measurements that can be run again: `make bench`.

Machines are noisy, so a figure stands beside a baseline taken in the same run, in turns with it.
"""
