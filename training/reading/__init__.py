"""Fits the models of the reader on annotated articles."""
