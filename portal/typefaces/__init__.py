"""The type of the pages: cut from packaged fonts to the characters people read, served by us."""
