"""The doors people come through: portal (public), office (staff), ui (what both share)."""
