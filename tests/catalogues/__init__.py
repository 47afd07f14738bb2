"""What is said in six languages."""
