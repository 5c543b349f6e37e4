"""EPUB: books as archives of pages in HTML."""
