"""What is handed in and handed out as files: evidence, and later printed plans and pictures."""
