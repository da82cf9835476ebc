"""``docbuild`` and ``python -m docbuild``."""

import gc
import sys

# A command lives for a fraction of a second, and what it reads has no cycles: collecting a
# hundred times as rarely saves a tenth of that. Before the imports, which profit most.
gc.set_threshold(70_000, 10, 10)

from docbuild.cli.main import main  # noqa: E402 - see above

if __name__ == "__main__":
    sys.exit(main())
