"""Time bank (Article 20): minutes that were served are put by, and drawn again as somebody else's unpaid service. A ledger of two legs."""
