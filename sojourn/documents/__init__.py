"""Files in, letters out: untouched originals beside safe copies, encrypted, found by what they contain."""
