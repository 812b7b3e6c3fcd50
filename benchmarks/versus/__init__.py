"""The peers and ourselves on the same tasks, side by side: see `peers.py` beside this folder."""
