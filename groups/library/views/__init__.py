"""Pages of the library, by what one does there."""
