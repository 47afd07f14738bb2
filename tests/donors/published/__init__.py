"""What others have published: read with all its dirt, taken in once, and never spent."""
