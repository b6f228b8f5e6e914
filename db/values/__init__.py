"""Values that carry rules of their own: identity numbers, codes, names, dates, amounts."""
