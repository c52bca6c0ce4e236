"""What every page shares: look, components, forms, dates as people say them, texts."""
