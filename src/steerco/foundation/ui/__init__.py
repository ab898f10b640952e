"""The look: shell, tokens, marks and components, all on one gallery page."""
