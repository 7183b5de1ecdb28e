"""The roster: schools and people come into the record from a spreadsheet.

`reading.read` opens the file, `check.check` understands it, `applying.apply` writes it into the record, and
`command.import_roster` does it all for the command line.
"""
