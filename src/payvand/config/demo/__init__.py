"""The demonstration: invented people in real places, the same at every build."""
