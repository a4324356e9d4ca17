"""One vendor a file, behind the words of bot.ports.

May import: ports and the vendor's library. Called by: app.py, which builds them.
"""
