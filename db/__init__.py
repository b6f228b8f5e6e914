"""The data dictionary and the encrypted store; knows nothing of screens, paper or packages."""
