from tests.experiments.conftest import queries, sign_in, world

__all__ = ["queries", "sign_in", "world"]
