"""The preview of what will be printed: the PDF itself, page by page, and what belongs to printing it."""
