"""Start the program with `python -m infosim`."""

from __future__ import annotations

from infosim.cli import main

if __name__ == "__main__":
    main()
