"""The words that rows and rules share."""

from enum import StrEnum


class Role(StrEnum):
    """What a person may do in Parley."""

    AGENT = "agent"
    ADMIN = "admin"
    ASSISTANT = "assistant"  # writes for the agents who are named, from their numbers
    COMPLIANCE = "compliance"  # reads with a reason that is kept, and texts nobody


TEXTING = (Role.AGENT, Role.ADMIN)  # who may hold a number


class Direction(StrEnum):
    """Which way a message went, seen from the agent."""

    IN = "in"
    OUT = "out"


class MessageState(StrEnum):
    """Where a message stands. Only `rules.delivery` says which step is forward."""

    HELD = "held"  # needs the agent's answer first; never leaves by itself
    SCHEDULED = "scheduled"  # waits for its time
    QUEUED = "queued"  # ours, waiting for its turn
    SENDING = "sending"  # committed before the provider is called
    UNKNOWN = "unknown"  # the provider may or may not have it
    ACCEPTED = "accepted"  # the provider has it
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    REFUSED = "refused"  # a rule said no; kept, so that it never leaves later
    CANCELED = "canceled"
    RECEIVED = "received"


class Sign(StrEnum):
    """The mark on the agent's own Slack message."""

    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"  # taken back before it left


class Night(StrEnum):
    """How a text stands to the hours in which its client may be texted."""

    ASKED = "asked"  # its agent was asked whether it leaves outside of them
    CHOSEN = "chosen"  # they said yes, or scheduled it so


class Turn(StrEnum):
    """Who has to write next in a conversation, seen from the agent."""

    YOU = "you"
    THEM = "them"
    DONE = "done"  # nobody: the agent ended it or the client opted out


class Ring(StrEnum):
    """Which of a client's texts ring the agent's phone."""

    EVERY = "every"
    FIRST = "first"  # of a burst
    NEVER = "never"


class PhoneProblem(StrEnum):
    """Why a number itself will never get a text."""

    LANDLINE = "landline"
    WRONG = "wrong"  # no such number, or not in use


class Way(StrEnum):
    """How a file leaves."""

    PICTURE = "picture"
    LINK = "link"


class Keyword(StrEnum):
    """What an inbound text asks for when it is one of the carrier keywords."""

    STOP = "stop"
    START = "start"
    YES = "yes"
    HELP = "help"


class SuppressionSource(StrEnum):
    """Why a number must not be texted."""

    KEYWORD = "keyword"
    PROVIDER = "provider"  # Twilio refused it as opted out
    MANUAL = "manual"
    IMPORT = "import"  # a list of somebody's former vendor says so


class JobState(StrEnum):
    """A finished job has no row."""

    READY = "ready"
    RUNNING = "running"
    DEAD = "dead"


class Meter(StrEnum):
    """What is counted. Every agent has both."""

    SMS = "sms"  # credits
    EMAIL = "email"  # sends


class Notice(StrEnum):
    """The kinds of warnings about credits; an agent may mute each."""

    MARKS = "marks"
    EMPTY = "empty"
    EXPIRING = "expiring"


class EntryKind(StrEnum):
    """Why credits moved."""

    GRANT = "grant"
    CHARGE = "charge"  # a text, in or out
    EXTRA = "extra"  # the provider counted more segments than we did
    RETURN = "return"  # it counted fewer, or the text did not leave
    REPAY = "repay"  # what was owed, out of a grant
    EXPIRE = "expire"
    REMOVE = "remove"  # the month's plan became smaller
    TAKE = "take"  # by an admin
    HAND_OVER = "hand over"  # to a colleague: whoever had them has left


USES = (EntryKind.CHARGE, EntryKind.EXTRA, EntryKind.RETURN)


class GrantSource(StrEnum):
    """Where credits come from."""

    WELCOME = "welcome"
    PLAN = "plan"  # the month's
    CHANGE = "change"  # a bigger plan, for this month
    ADMIN = "admin"
    PACK = "pack"
    HAND_OVER = "hand over"  # from a colleague who has left, with the ends they had


class PayerKind(StrEnum):
    """Who pays for plans and packs."""

    AGENT = "agent"
    BROKERAGE = "brokerage"


class OrderState(StrEnum):
    """Where an order stands. The last three are final."""

    WAITING = "waiting"  # for an admin's approval
    PAYING = "paying"  # committed before the provider is asked
    DONE = "done"
    DECLINED = "declined"  # the card was; nothing changed
    REFUSED = "refused"  # an admin said no, or the numbers had changed


class ContactSource(StrEnum):
    """How a contact came into the book."""

    TEXT = "text"  # they wrote, or were written to, before anybody saved them
    HAND = "hand"
    IMPORT = "import"
    LEAD = "lead"


class EventKind(StrEnum):
    """What happened with a contact, besides texts and opt-outs."""

    ADDED = "added"
    EDITED = "edited"
    MERGED = "merged"
    SPLIT = "split"
    ARCHIVED = "archived"
    RESTORED = "restored"
    NOTE = "note"
    LEAD = "lead"
    CONSENT = "consent"
    OPENED = "opened"  # a file behind a link
    REWORDED = "reworded"  # a text, before it left
    TAKEN_BACK = "taken back"  # a text, before it left
    COVER = "cover"
    HANDED_OVER = "handed over"
    MEANT_ELSE = "meant else"  # a text that looked like an opt-out
    RELATIONSHIP = "relationship"  # an established business relationship, recorded or ended


class TimelineFilter(StrEnum):
    """What is shown of everything that happened with a contact."""

    EVERYTHING = "everything"
    TEXTS = "texts"
    FILES = "files"
    NOT_DELIVERED = "not delivered"
    CONSENT = "consent"  # and opt-outs
    NOTES = "notes"
    CHANGES = "changes"


class ConsentSource(StrEnum):
    """How a person agreed to be texted by a machine."""

    LEAD = "lead"  # a form on a web page
    IMPORT = "import"
    HAND = "hand"


class ImportState(StrEnum):
    """Where an import stands."""

    READING = "reading"  # the file is fetched and looked through
    ASKING = "asking"  # its preview waits for the agent
    RUNNING = "running"
    DONE = "done"
    CANCELED = "canceled"
    UNDOING = "undoing"
    UNDONE = "undone"
    FAILED = "failed"  # it cannot be read; nothing was changed


class LineFate(StrEnum):
    """What became of one line of an import."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"  # it said nothing new
    DOUBLE = "double"  # of an earlier line
    BAD = "bad"  # nobody can be reached by it
    UNDONE = "undone"  # what it did was taken back
    KEPT = "kept"  # the import was undone and this was not: the contact is in use


class Look(StrEnum):
    """What somebody with the compliance role looked at."""

    TIMELINE = "timeline"
    EXPORT = "export"


class PlainWish(StrEnum):
    """What a client probably means who says it in other words than a keyword."""

    NO_TEXTS = "no texts"
    WRONG_NUMBER = "wrong number"


class DoubtAnswer(StrEnum):
    """How the question whether a client wants no more texts was settled."""

    OPT_OUT = "opt out"
    MEANT_ELSE = "meant else"
    BY_THEM = "by them"  # their STOP or START, or their carrier's no, was faster


class ListScope(StrEnum):
    """Whose do-not-call list it is."""

    NATIONAL = "national"
    STATE = "state"
    OWN = "own"  # the brokerage's: nothing overrides it


class RelationshipKind(StrEnum):
    """Why somebody on a do-not-call list may be texted all the same."""

    CUSTOMER = "customer"  # bought, sold or rented through the agent
    INQUIRY = "inquiry"  # asked for something
    AGREED = "agreed"  # for another reason, until a date that was given
