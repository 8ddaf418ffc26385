"""Groups that are no more."""
