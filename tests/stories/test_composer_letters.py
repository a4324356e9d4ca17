"""The composer beside its fields: dear letters swapped, templates, numbers with a problem, the way back."""

from typing import Any

import pytest

from models import contact as contacts
from models import workspace as workspaces
from models.enums import PhoneProblem
from tests.stories.test_composer import choose, estimate, sent
from tests.stories.test_people_and_numbers import invite_ben
from tests.stories.test_quick_form import CONTACTS, save
from tests.support import ANA, BEN, MARIA, OURS, WILL, Town, until

NEW = "7735550162"


@pytest.fixture
def town(town: Town) -> Town:
    save(town, CONTACTS)
    town.world.slack.command(MARIA, "/text", "")
    return town


def view(town: Town) -> dict[str, Any]:
    shown = town.world.slack.view_of(MARIA)
    assert shown
    return shown


def message_id(town: Town) -> str:
    return next(str(one["block_id"]) for one in view(town)["blocks"] if one["block_id"].startswith("message"))


def write(town: Town, words: str) -> None:
    town.world.slack.type_in_view(MARIA, message_id(town), "words", words)


def typed(town: Town) -> str:
    return str(view(town)["state"]["values"][message_id(town)]["words"]["value"] or "")


def told(town: Town, block_id: str) -> str:
    """What one of the telling blocks says; "" if it is not there."""
    found = [one for one in view(town)["blocks"] if one["block_id"] == block_id]
    return str(found[0].get("elements") or found[0]) if found else ""


def errors(town: Town) -> dict[str, str]:
    shown: dict[str, str] = town.world.slack.submit(MARIA).body["errors"]
    return shown


def test_dear_letters_are_swapped_with_one_click_and_the_rest_stays(town: Town) -> None:
    choose(town, "ana")
    write(town, "x" * 160 + "’" + "“")
    assert "’ makes this 3 segments; with ' it is 2" in told(town, "swap")
    town.world.slack.click(MARIA, "swap_letters")
    assert typed(town) == "x" * 160 + "'" + '"'
    assert (message_id(town), told(town, "swap")) == ("message-1", "")
    assert estimate(town).startswith("2 segments")
    town.world.slack.click(MARIA, "recipient", None, block_id="to")
    assert list(errors(town)) == ["to"]
    choose(town, "ana")
    write(town, "It’s " + "x" * 160)
    town.world.slack.click(MARIA, "swap_letters")
    assert message_id(town) == "message-2"
    town.world.slack.submit(MARIA)
    assert sent(town) == [(ANA, "It's " + "x" * 160)]


def test_a_swap_is_offered_only_where_it_saves_something(town: Town) -> None:
    choose(town, "ana")
    write(town, "It’s me")
    assert told(town, "swap") == ""
    write(town, "x" * 50 + "\u200b" + "x" * 50)
    assert "without it" in told(town, "swap")
    assert "Leave it out" in told(town, "swap")


def test_a_refusal_stands_beside_the_message_wherever_it_is_now(town: Town) -> None:
    choose(town, "ana")
    write(town, "x" * 160 + "’")
    town.world.slack.click(MARIA, "swap_letters")
    write(town, " \n ")
    assert "Write a message" in errors(town)["message-1"]


def keep(town: Town, user: str, name: str, body: str, shared: bool = False) -> dict[str, str]:
    """Write a template the long way; what was wrong with it."""
    slack = town.world.slack
    slack.command(user, "/text", "templates")
    slack.click(user, "template_new")
    slack.type_in_view(user, "name", "name", name)
    slack.type_in_view(user, "body", "body", body)
    if shared:
        slack.type_in_view(user, "shared", "shared", ["everybody"])
    answer = slack.submit(user)
    wrong: dict[str, str] = answer.body["errors"] if answer.body else {}
    return wrong


def listed(town: Town, user: str = MARIA) -> str:
    shown = town.world.slack.view_of(user)
    assert shown
    assert shown["callback_id"] == "templates", shown["callback_id"]
    return str(shown["blocks"])


def test_templates_are_kept_offered_and_filled(town: Town) -> None:
    assert "No templates yet" not in str(view(town))
    assert "insert_template" not in str(view(town))
    assert keep(town, MARIA, "Hello", "Hi {first_name|there}, it's {agent_first_name} of {brokerage}") == {}
    assert "Hello" in listed(town)
    keep(town, MARIA, "All", "From {agent}", shared=True)
    assert "for everybody" in listed(town)
    town.world.slack.command(MARIA, "/text", "")
    menu = next(one for one in view(town)["blocks"] if one["block_id"] == "templates-0")["elements"][0]
    assert [one["text"]["text"] for one in menu["options"]] == ["Hello", "All"]
    town.world.slack.click(MARIA, "insert_template", menu["options"][0]["value"])
    assert typed(town).startswith("Hi {first_name|there}")
    assert "once somebody is chosen" in told(town, "reads")
    choose(town, "ana")
    assert "Reads: Hi Ana, it's Maria of Oak Realty" in told(town, "reads")
    town.world.slack.click(MARIA, "insert_template", menu["options"][1]["value"])
    town.world.slack.submit(MARIA)
    assert sent(town) == [(ANA, "Hi Ana, it's Maria of Oak Realty From Maria Lopez")]
    assert "Hi Ana" in town.replies(MARIA, "Ana Lopez")[-1]["text"]


def test_a_field_nobody_can_fill_is_refused_with_its_way_out(town: Town) -> None:
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", NEW)
    write(town, "Hi {first_name}")
    assert "{first_name} cannot be filled" in told(town, "warning")
    assert "{first_name|there}" in errors(town)["message"]
    write(town, "Hi {frist_name}")
    assert "is not a field. The fields are {first_name}" in errors(town)["message"]
    write(town, "Hi {first_name|there}")
    town.world.slack.submit(MARIA)
    assert sent(town)[0][1].startswith("Hi there\n")
    assert sent(town)[0][0] == f"+1{NEW}"


def test_a_name_for_a_new_number_fills_its_fields(town: Town) -> None:
    town.world.slack.type_in_view(MARIA, "new_phone", "phone", NEW)
    town.world.slack.type_in_view(MARIA, "new_name", "name", "Grace Hall")
    write(town, "Hi {first_name}")
    assert "Reads: Hi Grace" in told(town, "reads")
    town.world.slack.submit(MARIA)
    assert sent(town)[0][1].startswith("Hi Grace\n")


def test_what_is_typed_in_a_line_or_a_thread_is_not_filled(town: Town) -> None:
    town.world.slack.command(MARIA, "/text", f"{ANA} Hi {{first_name}}")
    town.reply(MARIA, "Ana Lopez", "Hello {name}")
    assert [body for _, body in sent(town)] == ["Hi {first_name}", "Hello {name}"]


def test_wrong_templates_are_refused_beside_their_field(town: Town) -> None:
    assert "is not a field" in keep(town, MARIA, "Bad", "Hi {nme}")["body"]
    assert "Give it a name" in keep(town, MARIA, "   ", "Hi")["name"]
    assert "Write the words" in keep(town, MARIA, "Empty", "   ")["body"]
    town.world.slack.command(MARIA, "/text", "templates")
    assert "No templates yet" in listed(town)


def test_templates_are_edited_and_deleted_and_a_form_saves_once(town: Town) -> None:
    slack = town.world.slack
    slack.command(MARIA, "/text", "templates")
    slack.click(MARIA, "template_new")
    slack.type_in_view(MARIA, "name", "name", "Hello")
    slack.type_in_view(MARIA, "body", "body", "Hi")
    form = view(town)
    slack.submit(MARIA)
    again: dict[str, Any] = {
        "type": "view_submission",
        "view": form,
        "user": {"id": MARIA},
        "team": {"id": "T0OAK"},
    }
    again["view"]["state"]["values"] = {
        "name": {"name": {"value": "Hello"}},
        "body": {"body": {"value": "Hi"}},
    }
    assert slack.door.payload(again).status == 200
    assert town.rows()["template"] == 1
    slack.click(MARIA, "template_edit")
    slack.type_in_view(MARIA, "body", "body", "Hi there")
    slack.submit(MARIA)
    assert "Hi there" in listed(town)
    shown = view(town)
    button = next(
        e for b in shown["blocks"] for e in b.get("elements", []) if e.get("action_id") == "template_delete"
    )
    for words in ("Deleted “Hello”", "gone already"):
        click: dict[str, Any] = {
            "type": "block_actions",
            "trigger_id": "1.1",
            "view": view(town),
            "user": {"id": MARIA},
        }
        click |= {"team": {"id": "T0OAK"}, "actions": [{**button, "block_id": "b"}]}
        assert slack.door.payload(click).status == 200
        assert words in listed(town)


def test_only_admins_change_what_is_for_everybody(town: Town) -> None:
    invite_ben(town)
    keep(town, MARIA, "All", "Hello", shared=True)
    keep(town, MARIA, "Mine", "Secret")
    assert keep(town, BEN, "His", "Hi") == {}
    assert "Secret" not in listed(town, BEN)
    assert "All" in listed(town, BEN)
    assert listed(town, BEN).count("template_delete") == 1
    theirs = {one: view(town)["blocks"] for one in (MARIA,)}
    ids = [
        e["value"]
        for b in theirs[MARIA]
        for e in b.get("elements", [])
        if e.get("action_id") == "template_delete"
    ]
    for value in (*ids, "", "x"):
        for name in ("template_delete", "template_edit"):
            click: dict[str, Any] = {
                "type": "block_actions",
                "trigger_id": town.world.slack.views.trigger(BEN),
                "user": {"id": BEN},
            }
            click |= {
                "team": {"id": "T0OAK"},
                "actions": [{"type": "button", "action_id": name, "value": value}],
            }
            assert town.world.slack.door.payload(click).status < 500
            while "templates" not in str(town.world.slack.view_of(BEN)):
                town.world.slack.close_view(BEN)  # what was refused, or his own form
    assert town.rows()["template"] == 3


def test_many_templates_come_in_pages(town: Town) -> None:
    for count in range(41):
        keep(town, MARIA, f"T{count:02}", "Hi")
    assert "T39" in listed(town)
    assert "*T40*" not in listed(town)
    town.world.slack.click(MARIA, "template_page_on")
    assert "*T40*" in listed(town)
    town.world.slack.click(MARIA, "template_page")
    assert "T00" in listed(town)


def test_a_template_that_does_not_fit_leaves_what_was_written(town: Town) -> None:
    keep(town, MARIA, "Long", "y" * 2000)
    town.world.slack.command(MARIA, "/text", "")
    write(town, "x" * 1500)
    menu = next(one for one in view(town)["blocks"] if one["block_id"] == "templates-0")["elements"][0]
    town.world.slack.click(MARIA, "insert_template", menu["options"][0]["value"])
    assert "does not fit" in str(view(town))
    town.world.slack.close_view(MARIA)
    assert typed(town) == "x" * 1500


def labels(town: Town, query: str) -> list[str]:
    return [one["text"]["text"] for one in town.world.slack.suggest(MARIA, "to", "recipient", query)]


def test_what_is_known_of_a_number_stands_in_the_menu_and_under_the_message(town: Town) -> None:
    with town.tools.write() as session:
        contacts.mark_phone(session, town.tools.workspace_id, ANA, PhoneProblem.LANDLINE)
        contacts.mark_phone(session, town.tools.workspace_id, "+12015550130", PhoneProblem.WRONG)
    town.world.twilio.text(WILL, OURS, "STOP")
    assert labels(town, "ana") == ["Ana Lopez · (201) 555-0123 · landline"]
    assert labels(town, "will") == ["Will Smith · (201) 555-0124 · opted out"]
    assert "Tom Novak · (201) 555-0130 · wrong number" in labels(town, "tom")
    for query, words in (("ana", "landline"), ("will", "opted out"), ("0130", "reported as wrong")):
        choose(town, query)
        assert words in told(town, "warning")
    choose(town, "sof")
    assert told(town, "warning") == ""


def test_a_long_name_leaves_room_for_number_and_mark(town: Town) -> None:
    save(town, {"Bartholomew " * 8: "+12015550199"})
    town.world.twilio.text("+12015550199", OURS, "STOP")
    label = labels(town, "barth")[0]
    assert label.endswith("… · (201) 555-0199 · opted out")
    assert len(label) <= 75


def test_a_number_typed_into_the_search_is_an_option(town: Town) -> None:
    assert labels(town, "312 555 0177") == ["Text +1 (312) 555-0177"]
    assert labels(town, "312 555 01") == []
    choose(town, "+1 312 555 0177")
    town.world.slack.type_in_view(MARIA, "new_name", "name", "Grace Hall")
    write(town, "Hello")
    assert "STOP" in estimate(town)
    town.world.slack.submit(MARIA)
    assert sent(town)[0][0] == "+13125550177"
    until(lambda: town.replies(MARIA, "Grace Hall"))


def test_a_name_alone_opens_the_composer_with_the_way_to_her_thread(town: Town) -> None:
    with town.tools.write() as session:
        workspaces.get(session, town.tools.workspace_id).url = ""
    town.world.slack.command(MARIA, "/text", "Ana Lopez")
    assert ANA in view(town)["state"]["values"]["to"]["recipient"]["selected_option"]["value"]
    assert told(town, "so_far") == ""  # nobody told the address of the workspace yet
    with town.tools.write() as session:
        workspaces.get(session, town.tools.workspace_id).url = "https://oak.slack.com/"
    town.world.slack.command(MARIA, "/text", "Ana Lopez")
    stamp = town.thread_of(MARIA, "Ana Lopez").replace(".", "")
    assert f"<https://oak.slack.com/archives/DMARIA/p{stamp}|Conversation so far>" in told(town, "so_far")
    choose(town, "will")
    assert stamp not in told(town, "so_far")


@pytest.mark.parametrize("line", ["help", "scheduled foo", "templates, please"])
def test_help_and_wrong_use_show_the_usage(town: Town, line: str) -> None:
    town.world.slack.command(MARIA, "/text", line)
    said = town.world.slack.ephemerals(MARIA)[-1]["text"]
    for words in ("`/text scheduled`", "`/text templates`", "{first_name|there}", "Text this to a contact"):
        assert words in said
    assert sent(town) == []
