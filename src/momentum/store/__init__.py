"""What was made is kept here, and who makes it: files under keys of their content, and worker processes."""
