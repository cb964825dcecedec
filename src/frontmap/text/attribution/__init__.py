"""Who says what: sources, cues, contents and the chain of relays."""
