"""Reads of what spreads, each with a fixed number of queries."""
