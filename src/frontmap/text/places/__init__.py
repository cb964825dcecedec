"""Which words of a text name places."""
