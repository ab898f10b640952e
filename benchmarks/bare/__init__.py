"""The floor: a plain Django application without sign-in, rights or design, to print beside our pages."""
