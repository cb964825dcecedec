"""What happened, where, when, which way and how firmly it is stated."""
