"""Job kind -> the action that does it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from bot.actions import (
    approval,
    billing,
    card,
    change,
    client_file,
    contact_export,
    contact_import,
    cover,
    deliver,
    delivery,
    digest,
    do_not_call_import,
    doubt_question,
    gap,
    handover,
    home,
    homecoming,
    import_file,
    import_run,
    import_show,
    import_undo,
    inbound,
    lead_notice,
    mail,
    missed,
    notice,
    number,
    outcome,
    pay,
    receipt,
    recharge,
    release,
    remark,
    remind,
    settle,
    statement,
    thread,
    timeline_file,
    turn,
    unknown,
    usage,
    welcome,
)
from bot.actions.claims import Work
from bot.actions.usage import Asked
from bot.work import Tools

Handler = Callable[[Tools, Work], object]


def again(work: Work) -> bool:
    """Whether an earlier try may have reached the world."""
    return work.claims > 1


HANDLERS: Mapping[str, Handler] = {
    "deliver_text": lambda tools, work: deliver.deliver_text(tools, work.subject),
    "resolve_text": lambda tools, work: unknown.resolve_text(tools, work.subject),
    "settle_text": lambda tools, work: settle.settle_text(tools, work.subject),
    "pay_order": lambda tools, work: pay.pay_order(tools, work.subject, again(work)),
    "settle_order": lambda tools, work: pay.settle_paid(tools, work.subject, **work.args),
    "refresh_card": lambda tools, work: billing.refresh_card(tools, **work.args),
    "credit_order": lambda tools, work: pay.credit_order(tools, work.subject),
    "ask_approval": lambda tools, work: approval.ask_approval(tools, work.subject),
    "show_approval": lambda tools, work: approval.show_approval(
        tools, work.subject, UUID(work.args["admin"]), again(work)
    ),
    "post_statement": lambda tools, work: statement.post_statement(
        tools, work.subject, work.args["month"], f"statement:{work.id}", again(work)
    ),
    "post_receipt": lambda tools, work: receipt.post_receipt(
        tools, work.subject, **work.args, again=again(work)
    ),
    "sync_billing": lambda tools, work: billing.sync_billing(tools, work.subject),
    "recharge": lambda tools, work: recharge.recharge(tools, work.subject),
    "send_mail": lambda tools, work: mail.send_mail(
        tools, work.subject, **work.args, message_id=str(work.id)
    ),
    "give_up_text": lambda tools, work: unknown.give_up_text(tools, work.subject),
    "post_inbound": lambda tools, work: inbound.post_inbound(tools, work.subject, again(work)),
    "post_media": lambda tools, work: client_file.post_media(tools, work.subject, again(work)),
    "delete_media": lambda tools, work: client_file.delete_media(tools, work.subject),
    "post_card": lambda tools, work: client_file.post_card(tools, work.subject, again(work), **work.args),
    "post_remark": lambda tools, work: remark.post_remark(
        tools, work.subject, work.args["text"], f"remark:{work.id}", again(work)
    ),
    "post_outbound": lambda tools, work: thread.post_outbound(tools, work.subject, again(work)),
    "post_problem": lambda tools, work: thread.post_problem(tools, work.subject, again(work)),
    "post_question": lambda tools, work: thread.post_question(tools, work.subject, again(work)),
    "show_doubt": lambda tools, work: doubt_question.show_doubt(tools, work.subject, again(work)),
    "post_change": lambda tools, work: change.post_change(
        tools, work.subject, **work.args, again=again(work)
    ),
    "show_delivery": lambda tools, work: delivery.show_delivery(tools, work.subject),
    "redraw_text": lambda tools, work: delivery.redraw_text(tools, work.subject),
    "release_text": lambda tools, work: release.release_text(tools, work.subject),
    "mend_turn": lambda tools, work: turn.mend(tools, work.subject),
    "check_card": lambda tools, work: card.check_card(tools, work.subject),
    "close_card": lambda tools, work: card.close_card(tools, work.subject),
    "update_card": lambda tools, work: card.update_card(tools, work.subject),
    "renew_thread": lambda tools, work: thread.renew_thread(tools, work.subject, again(work)),
    "post_reminder": lambda tools, work: remind.post_reminder(
        tools, work.subject, work.args["times"], again(work)
    ),
    "post_digest": lambda tools, work: digest.post_digest(tools, work.subject, work.args["day"], again(work)),
    "post_welcome": lambda tools, work: welcome.post_welcome(
        tools, work.subject, work.args["by"], again(work)
    ),
    "post_lead": lambda tools, work: lead_notice.post_lead(
        tools, work.subject, UUID(work.args["agent"]), again(work)
    ),
    "post_cover": lambda tools, work: cover.post_cover(tools, work.subject, **work.args, again=again(work)),
    "post_return": lambda tools, work: homecoming.post_return(
        tools, work.subject, **work.args, again=again(work)
    ),
    "show_leaving": lambda tools, work: handover.show_leaving(
        tools, work.subject, **work.args, again=again(work)
    ),
    "ask_leaving": lambda tools, work: handover.ask_leaving(tools, work.subject, **work.args),
    "move_contacts": lambda tools, work: handover.move_contacts(tools, work.subject, **work.args),
    "publish_home": lambda tools, work: home.publish_home(tools, **work.args),
    "post_usage": lambda tools, work: usage.post_usage(
        tools, work.subject, Asked(**work.args), f"usage:{work.id}", again(work)
    ),
    "update_usage": lambda tools, work: usage.update_usage(tools, work.subject, *usage.shown(work.args)),
    "post_usage_file": lambda tools, work: usage.post_usage_file(
        tools, work.subject, *usage.shown(work.args), work.args["by"], again(work)
    ),
    "post_timeline": lambda tools, work: timeline_file.post_timeline(
        tools, work.subject, timeline_file.asked_in(work.args), f"timeline:{work.id}", again(work)
    ),
    "read_import": lambda tools, work: contact_import.read_import(tools, work.subject, **work.args),
    "run_import": lambda tools, work: import_run.run_import(tools, work.subject),
    "undo_import": lambda tools, work: import_undo.undo_import(tools, work.subject),
    "show_import": lambda tools, work: import_show.show_import(tools, work.subject, again(work)),
    "post_left_out": lambda tools, work: import_file.post_left_out(tools, work.subject, again(work)),
    "post_contacts": lambda tools, work: contact_export.post_contacts(
        tools, work.subject, UUID(work.args["to"]), f"contacts:{work.id}", again(work)
    ),
    "cancel_waiting": lambda tools, work: outcome.cancel_opted_out(tools, work.subject),
    "point_number": lambda tools, work: number.point_number(
        tools, work.subject, work.args["by"], f"point:{work.id}"
    ),
    "import_dnc": lambda tools, work: do_not_call_import.import_shared(tools, work.subject, **work.args),
    "fetch_missed": lambda tools, work: missed.fetch_missed(tools),
    "read_thread": lambda tools, work: gap.read_thread(tools, work.subject, **work.args),
    "say": lambda tools, work: notice.post_notice(
        tools, work.subject, work.args["text"], f"say:{work.id}", again(work)
    ),
    "whisper": lambda tools, work: notice.post_whisper(tools, **work.args),
    "respond": lambda tools, work: notice.post_answer(tools, **work.args),
}
