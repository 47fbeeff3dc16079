"""Changes for programs and for messages: one module a format."""
