"""Run the command line as `python -m story`."""

import sys

from story.cli import main

sys.exit(main())
