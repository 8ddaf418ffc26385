"""What runs the record: tables and functions as CloudFormation, and the whole of it on one machine."""
