"""Issued documents: number, code and seal, for how long they hold, and who may ask whether they do."""
