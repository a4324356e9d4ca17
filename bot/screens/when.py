"""Times in Slack: right on the reader's own clock, with the workspace's where Slack cannot say."""

from datetime import datetime

from bot.rules.local_time import show_time


def show_date(at: datetime, zone: str) -> str:
    """Slack writes this in the reader's zone ("today at 2:10 PM"); `zone` is for notifications and mail."""
    minute = int(at.timestamp()) // 60 * 60  # the seconds are not shown
    return f"<!date^{minute}^{{date_short_pretty}} at {{time}}|{show_time(at, zone)}>"
