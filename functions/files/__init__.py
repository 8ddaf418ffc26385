"""Files (Articles 9, 14): hours that come as a spreadsheet, and the group's hours as one."""
