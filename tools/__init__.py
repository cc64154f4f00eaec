"""What the Makefile runs on the machine: the environment and the browser of the tests."""
