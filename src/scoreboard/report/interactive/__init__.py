"""Pages that compute in the reader's browser: What if, and Compare."""
