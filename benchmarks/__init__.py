"""What the product promises to cost, measured: one file per promise. `sojourn bench` runs them."""
