"""A pretend outside world: a Slack workspace, phones and a mailbox, in the browser.

Speaks only HTTP and SMTP to the bot and knows nothing of its code. Called by: app.py and the tests.
"""
