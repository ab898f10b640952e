"""Computed health: what the facts of published reports say of each project by versioned rules, beside what people say."""
