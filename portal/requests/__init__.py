"""The pages of requests: filing, reading, documents."""
