import sys

from payvand.config.cli import main

sys.exit(main())
