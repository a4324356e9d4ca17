"""First names that are English words as well, and words that stand first in a saved name without being one.

"Will you be there" may be meant for Will or be the message itself. Written as `fold.fold` leaves them.
"""

_NAMES = """
amber an angel april art ash aspen august autumn bay bear berry bill blaze bliss brandy brook buck bud
buddy can candy carol case cash chance charity chase cherish cherry chip christian chuck clay cliff colt
coral crystal daisy dale dash dawn dean destiny dick do doc dolly don dot dove drew duke dusty earl
earnest easter ember eve ever faith fern fisher flint ford forest foster fox frank gay gem gene ginger
glen glory golden grace grant gray green guy happy harbor harmony haven hazel heath heather heaven herb
hero holly honor hope hunter iris ivory ivy jack jade jasmine jay jean jewel joy judge july june junior
justice king lake lance lane lark laurel legend liberty lily long lord love lucky major man march mark
marsh mason max may meadow melody mercy merit merry miles misty monday moon my myrtle nick noble north
ocean olive opal page park pat patience peace pearl penny pepper pierce pine piper poppy port porter
price prince princess prudence queen rain randy raven ray reed rich ridge river rob robin rock rocky
roger rose rosemary rosy royal ruby rush rusty sage saint sandy scarlet scout season see serenity sierra
silver sing skip skipper sky so song sonny spring star sterling stew stone storm stormy story sue sugar
summer sun sunday sunny tanner tiger tiny trace treasure trinity trip true trust tucker van victory
violet virtue wade walker ward warren west will willow win wing winter woody worth wren young zen
"""
_FIRST_WORDS = """
a about after all also always am and any anyone are as ask asking at be because been before big both but
buy buyer buyers by call called check client cold come coming congrats congratulations contact
contractor could dad day dear did does down each family fine first for friday friend from get give go
going good got great had has have he hello help her here hey hi him his home hot house how i if in
inspector into is it its just know landlord last late later lead lender let lets letting like little
look looking make many maybe me meet meeting mom mother much need neighbor never new next nice no not
now of off office ok okay old on one only open or other our out over owner people please possible
prospect quick ready really remind rental right running said saturday say school sell seller sellers
send sent she should show showing some someone soon sorry sounds still sure take talk tell tenant test
text than thank thanks that the their them then there these they thing think this those thursday time to
today tomorrow tonight too try tuesday two unit up update us vendor very wait want was we wednesday week
well went were what when where which while who why with wondering would yes yesterday yet you your
zillow
"""

NAME_WORDS = frozenset(_NAMES.split()) | frozenset(_FIRST_WORDS.split())
TITLES = frozenset(
    {"dr", "mr", "mrs", "ms", "mx", "miss", "prof", "rev", "sir", "madam", "pastor", "captain", "capt", "hon"}
)
