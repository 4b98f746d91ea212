"""The site as a reader's browser has it: the machine's own chromium, and the site as it is served."""
