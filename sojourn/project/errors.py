"""Why Sojourn did not start, told in one sentence, and what to do about it."""


class CannotStart(Exception):
    """Sojourn cannot start here. `problem` is one sentence, `advice` says what to do."""

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(f"{problem} {advice}")
        self.problem = problem
        self.advice = advice
