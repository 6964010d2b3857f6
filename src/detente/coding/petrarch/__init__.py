"""PETRARCH dictionaries: read, kept in a form of our own, and coded with.

``reading`` takes the files of PETRARCH 1 and 2 in and reports what it could not take; ``folder``
writes and reads our own tables; ``coder`` codes a text with them over our own parse.
"""
