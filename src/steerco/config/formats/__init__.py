"""How dates and numbers are written and read, by language, where Django's own way is not ours."""
