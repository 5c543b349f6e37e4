"""Documents, and the chunks that their texts are divided into."""
