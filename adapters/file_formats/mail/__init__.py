"""Mail: messages, and pages that are saved in their form."""
