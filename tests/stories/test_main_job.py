"""The main job: text a client from Slack, get the answer in the thread, reply there."""

from tests.support import ANA, MARIA, OURS, Town, until


def test_text_goes_out_answer_comes_back_reply_leaves(town: Town) -> None:
    answer = town.world.slack.command(MARIA, "/text", "+12015550123 Running 5 late")
    assert answer.status == 200
    sent = until(lambda: town.world.twilio.sent)
    assert (sent[0].sender, sent[0].to) == (OURS, ANA)
    assert sent[0].body == "Running 5 late\n- Maria Lopez, Oak Realty. Reply STOP to opt out"

    town.world.twilio.text(ANA, OURS, "No worries!")
    until(lambda: any("No worries!" in one["text"] for one in town.replies(MARIA, "201")))

    town.reply(MARIA, "201", "See you soon :tada:")
    until(lambda: len(town.world.twilio.sent) == 2)
    assert town.world.twilio.sent[1].body == "See you soon 🎉"
