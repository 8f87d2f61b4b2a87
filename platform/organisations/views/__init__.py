"""Views of organisations: cards and directories in `organisations`, people in `affiliations`."""
