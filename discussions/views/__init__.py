"""Pages of discussions, and the same writes for a script that asks for JSON."""
