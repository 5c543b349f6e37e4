"""Search results: their ranking, selection and confidence."""
