"""Visible digital seals: the bytes, the signature, our profile, and reading one from a file.

Knows no database and no network: a seal is checked with a certificate alone.
"""
