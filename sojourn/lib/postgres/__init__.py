"""The framework's PostgreSQL backend, asking a connection for its health without a statement."""
