"""Posting, threads, edits, reactions and files with the real slack_sdk."""

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.world import World
from tests.playground.conftest import Clock, StubBot

MARIA_DM = "DMARIA"


def refused(problem: pytest.ExceptionInfo[SlackApiError]) -> str:
    return str(problem.value.response["error"])


def test_a_wrong_token_is_refused(world: World) -> None:
    with pytest.raises(SlackApiError) as problem:
        WebClient(token="xoxb-other", base_url=f"{world.api_url}/slack/api/").auth_test()
    assert refused(problem) == "invalid_auth"
    with pytest.raises(SlackApiError) as problem:
        WebClient(base_url=f"{world.api_url}/slack/api/").auth_test()
    assert refused(problem) == "not_authed"


def test_the_bot_knows_itself_and_people(web: WebClient) -> None:
    assert web.auth_test()["user_id"] == "UPARLEY"
    assert web.users_info(user="UMARIA")["user"]["profile"]["email"] == "maria@oakrealty.example"
    assert [user["id"] for user in web.users_list()["members"]][:2] == ["UMARIA", "UBEN"]
    with pytest.raises(SlackApiError) as problem:
        web.users_info(user="UNOBODY")
    assert refused(problem) == "user_not_found"


def test_a_thread_lives_under_its_parent(web: WebClient, world: World) -> None:
    channel = web.conversations_open(users="UMARIA")["channel"]["id"]
    parent = web.chat_postMessage(channel=channel, text="Ana Lopez")
    reply = web.chat_postMessage(channel=channel, text="Hi", thread_ts=parent["ts"], reply_broadcast=True)
    web.chat_postMessage(channel="UMARIA", text="quiet", thread_ts=parent["ts"])
    assert channel == MARIA_DM
    assert reply["message"]["thread_ts"] == parent["ts"]
    assert [each["text"] for each in world.slack.messages(channel)] == ["Ana Lopez", "Hi"]
    thread = world.slack.messages(channel, parent["ts"])
    assert [each["text"] for each in thread] == ["Ana Lopez", "Hi", "quiet"]
    assert thread[0]["reply_count"] == 2


def test_a_reply_to_a_deleted_parent_lands_in_the_channel(web: WebClient, world: World) -> None:
    parent = web.chat_postMessage(channel="UMARIA", text="Ana Lopez")
    web.chat_delete(channel=MARIA_DM, ts=str(parent["ts"]))
    stray = web.chat_postMessage(channel=MARIA_DM, text="Hi", thread_ts=parent["ts"])
    assert "thread_ts" not in stray["message"]
    assert [each["text"] for each in world.slack.messages(MARIA_DM)] == ["Hi"]


def test_timestamps_only_grow(web: WebClient, world: World, clock: Clock) -> None:
    stamps = [str(web.chat_postMessage(channel="UMARIA", text=str(at))["ts"]) for at in range(3)]
    assert stamps == sorted(set(stamps))
    assert stamps[0].startswith(str(int(clock.now().timestamp())))


def test_metadata_comes_back_only_on_request(web: WebClient) -> None:
    metadata = {"event_type": "parley", "event_payload": {"message": "m1"}}
    ts = str(web.chat_postMessage(channel="UMARIA", text="card", metadata=metadata)["ts"])
    plain = web.conversations_replies(channel=MARIA_DM, ts=ts)
    full = web.conversations_replies(channel=MARIA_DM, ts=ts, include_all_metadata=True)
    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


def test_replies_come_in_pages(web: WebClient) -> None:
    ts = str(web.chat_postMessage(channel="UMARIA", text="0")["ts"])
    for at in (1, 2):
        web.chat_postMessage(channel=MARIA_DM, text=str(at), thread_ts=ts)
    first = web.conversations_replies(channel=MARIA_DM, ts=ts, limit=2)
    cursor = first["response_metadata"]["next_cursor"]
    second = web.conversations_replies(channel=MARIA_DM, ts=ts, limit=2, cursor=cursor)
    assert [[each["text"] for each in page["messages"]] for page in (first, second)] == [["0", "1"], ["2"]]
    assert (first["has_more"], second["has_more"]) == (True, False)


def test_an_update_keeps_what_it_does_not_name(web: WebClient, world: World) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "one"}}]
    first = web.chat_postMessage(channel="UMARIA", text="one", blocks=blocks)
    ts, posted = str(first["ts"]), first["message"]["blocks"]
    web.chat_update(channel=MARIA_DM, ts=ts, text="two")
    (message,) = world.slack.messages(MARIA_DM)
    assert (message["text"], message["blocks"], message["edited"]["user"]) == ("two", posted, "UPARLEY")
    assert posted[0]["block_id"]


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("chat.postMessage", {"channel": "CNONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "UMARIA"}, "no_text"),
        ("chat.update", {"channel": MARIA_DM, "ts": "1.0", "text": "x"}, "message_not_found"),
        ("chat.postEphemeral", {"channel": MARIA_DM, "user": "UBEN", "text": "x"}, "user_not_in_channel"),
        ("conversations.replies", {"channel": MARIA_DM, "ts": "1.0"}, "thread_not_found"),
        ("reactions.add", {"channel": MARIA_DM, "timestamp": "1.0", "name": "eyes"}, "message_not_found"),
        ("files.info", {"file": "F0"}, "file_not_found"),
        ("chat.unheard", {}, "unknown_method"),
        ("chat.postMessage", {}, "invalid_arguments"),
    ],
)
def test_refusals(web: WebClient, world: World, method: str, args: dict[str, str], error: str) -> None:
    world.slack.dm_of("UMARIA")
    with pytest.raises(SlackApiError) as problem:
        web.api_call(method, json=args)
    assert refused(problem) == error


def test_texts_have_their_limits(web: WebClient, world: World) -> None:
    ts = str(web.chat_postMessage(channel="UMARIA", text="x" * 40_001)["ts"])
    assert len(world.slack.messages(MARIA_DM)[0]["text"]) == 40_000
    with pytest.raises(SlackApiError) as problem:
        web.chat_update(channel=MARIA_DM, ts=ts, text="x" * 4_001)
    assert refused(problem) == "msg_too_long"


def test_only_own_messages_can_be_changed(web: WebClient, world: World) -> None:
    ts = world.slack.type("UMARIA", world.slack.dm_of("UMARIA"), "hers")
    with pytest.raises(SlackApiError) as problem:
        web.chat_update(channel=MARIA_DM, ts=ts, text="mine")
    assert refused(problem) == "cant_update_message"
    with pytest.raises(SlackApiError) as problem:
        web.chat_delete(channel=MARIA_DM, ts=ts)
    assert refused(problem) == "cant_delete_message"


def test_a_reaction_is_given_once(web: WebClient, world: World) -> None:
    ts = str(web.chat_postMessage(channel="UMARIA", text="x")["ts"])
    web.reactions_add(channel=MARIA_DM, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError) as problem:
        web.reactions_add(channel=MARIA_DM, timestamp=ts, name="eyes")
    assert refused(problem) == "already_reacted"
    world.slack.add_reaction("UMARIA", MARIA_DM, ts, "eyes")
    assert world.slack.messages(MARIA_DM)[0]["reactions"][0]["count"] == 2
    web.reactions_remove(channel=MARIA_DM, timestamp=ts, name="eyes")
    with pytest.raises(SlackApiError) as problem:
        web.reactions_remove(channel=MARIA_DM, timestamp=ts, name="eyes")
    assert refused(problem) == "no_reaction"


def test_a_file_goes_up_in_three_steps_and_into_the_thread(web: WebClient, world: World) -> None:
    parent = str(web.chat_postMessage(channel="UMARIA", text="card")["ts"])
    done = web.files_upload_v2(
        channel=MARIA_DM,
        thread_ts=parent,
        filename="house.png",
        content=b"\x89PNG",
        initial_comment="From Ana",
        alt_txt="A house",
    )
    shared = world.slack.messages(MARIA_DM, parent)[1]
    info = web.files_info(file=done["file"]["id"])["file"]
    assert (shared["text"], shared["files"][0]["mimetype"]) == ("From Ana", "image/png")
    assert world.slack.files[info["id"]].content == b"\x89PNG"
    assert info["shares"]["private"][MARIA_DM] == [{"ts": shared["ts"], "thread_ts": parent}]


def test_a_person_id_is_no_channel_for_files(web: WebClient) -> None:
    with pytest.raises(SlackApiError) as problem:
        web.files_upload_v2(channel="UMARIA", filename="a.txt", content="x")
    assert refused(problem) == "channel_not_found"


def test_a_file_is_served_to_the_bot_only(world: World, web: WebClient, bot: StubBot) -> None:
    world.slack.type("UMARIA", world.slack.dm_of("UMARIA"), "", files=[("a.txt", "text/plain", b"hello")])
    url = bot.asked[0].data["event"]["files"][0]["url_private_download"]
    with requests.Session() as session:
        stranger = session.get(url, allow_redirects=False)
        ours = session.get(url, headers={"Authorization": f"Bearer {web.token}"})
    assert (stranger.status_code, ours.content) == (302, b"hello")
