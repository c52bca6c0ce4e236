"""What is owed to the State and what came of it, in books that always balance."""
