"""The public site: what a service is, applying for it, its answer, the desk of a host."""
