"""The portal as people meet it: in Chromium, on a real server and a real database."""
