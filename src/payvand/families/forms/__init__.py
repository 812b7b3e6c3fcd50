"""What people write about a message, a call, a journey home, read and checked field by field."""
