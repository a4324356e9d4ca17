"""Words about the file with an agent's contacts."""

COMES = "The file comes in your direct message with Parley."
HERE = "Your contacts, as a file that spreadsheet programs and other products read."
ALT = "A table with all your contacts"
YES = "Yes"
