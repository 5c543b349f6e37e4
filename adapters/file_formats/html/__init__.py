"""HTML: pages, and what other formats have in HTML."""
