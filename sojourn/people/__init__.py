"""The register of people: what was said about each of them, by whom, and what protects them."""
