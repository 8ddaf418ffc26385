"""Benefits (Article 22): what a star is good for, told to everybody, checked with yes or no and nothing else."""
