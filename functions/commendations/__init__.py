"""Commendations (Articles 12, 21): what a volunteer was honoured with, entered by a group or claimed and checked."""
