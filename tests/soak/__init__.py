"""`make soak`: builds are killed at random moments, and readers never see a half of one."""
