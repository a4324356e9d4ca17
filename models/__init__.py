"""What the database knows: one file a noun, with its tables and all its queries.

May import: sqlmodel, sqlalchemy, its own enums. Called by: bot.work and bot.actions.
"""
