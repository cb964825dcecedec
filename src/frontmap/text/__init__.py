"""What a text says: sentences, place mentions, who says what, events, claims."""
