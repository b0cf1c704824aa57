"""Bytes to Document: takes a PDF, gives its reading text with a box on a page for every character."""
