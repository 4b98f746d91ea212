"""The pages people read: a module for each kind, with its routes; nothing here is known to another."""
