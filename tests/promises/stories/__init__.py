"""Every story of `flows`, told in a world that holds what it needs and nothing else."""

from collections.abc import Callable

Story = Callable[[], Callable[[], object]]
"""What has to be there is made; what is given back tells the story itself."""
