"""An invented country: seeded people, families, stays and cases, written as the rooms themselves would have.

Used by `sojourn demo`, by tests and by benchmarks. Nobody in it exists.
"""
