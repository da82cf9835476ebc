"""``docbuild`` and ``python -m docbuild``."""

import sys

from docbuild.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
