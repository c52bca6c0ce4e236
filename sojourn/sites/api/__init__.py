"""Another door: programs of partners and of the service itself, over the same acts as the pages."""
