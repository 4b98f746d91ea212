"""The same promises, kept on servers that are installed and started for the tests: see docs/opensearch.md."""
