"""Gunicorn's configuration, for casework and for the public pages; the supervisor says what differs.

Nothing is preloaded, so no database connection crosses a fork. The access log is our own (`payvand.config.log`):
gunicorn's would write addresses and query strings.
"""

import os

from payvand.config.log import log_settings

workers = int(os.environ.get("PAYVAND_WORKERS", "2"))
worker_class = "gthread"
threads = 4
preload_app = False
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
limit_request_line = 4094
limit_request_fields = 60
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 — heartbeats need no disk
accesslog = None
logconfig_dict = log_settings()
