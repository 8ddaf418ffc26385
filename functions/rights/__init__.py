"""Rights over the own data (PIPL, Articles 44 to 50): asking for a correction, closing the account, disputing who holds a
document; decided at the supervisor's desk in time, and kept."""
