"""For those who test: strategies, payload shapes, relations. Needs the extra `testing`."""
