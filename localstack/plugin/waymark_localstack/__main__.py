"""Starts LocalStack in a session of its own, so that ^C in the terminal that started it does not reach it."""

import os


def main() -> None:
    try:
        os.setsid()
    except PermissionError:
        pass  # it leads a session already

    from localstack.runtime.main import main as run

    run()


if __name__ == "__main__":
    main()
