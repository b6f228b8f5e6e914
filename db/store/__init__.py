"""The encrypted ledger: file, keys, transactions, history, journal."""
