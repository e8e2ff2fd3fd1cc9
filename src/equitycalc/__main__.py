"""``python -m equitycalc`` and the ``equitycalc`` command."""

from equitycalc.cli import main

if __name__ == "__main__":
    main()
