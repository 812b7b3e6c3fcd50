"""Pages of the directory and of referrals."""
