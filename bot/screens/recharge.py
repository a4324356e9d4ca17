"""Words about auto-recharge."""

from bot.screens.amount import credits, money

OFF = "Packs are not bought by themselves any more."
NO_PACK = "This pack is not on offer any more. Choose another one."


def below(most: int) -> str:
    return f"Type a number of credits from 1 to {most:,}."


def times(most: int) -> str:
    return f"Type how often a month, from 1 to {most}."


def is_on(pack: str, below: int, most: int, price: int, currency: str) -> str:
    """Money in the smallest unit."""
    return (
        f"With fewer than {credits(below)} left, a pack of {pack} is bought for {money(price, currency)}, "
        f"at most {most} times a month."
    )
