"""What every room stores with: tables, transactions, clock, codes, encryption, audit. Knows no rule and no room."""
