"""How delivery looks on the agent's own message."""

from models.enums import Sign

EMOJI = {
    Sign.WAITING: "hourglass_flowing_sand",
    Sign.SENT: "heavy_check_mark",
    Sign.DELIVERED: "white_check_mark",
    Sign.FAILED: "x",
}
