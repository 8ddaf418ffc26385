"""Transfers: out by the volunteer, in by the volunteer or at the counter, verified by the supervisor."""

from flask import Blueprint, Response

from functions.transfers import actions, deciding, pieces, receipts, schemas, sending, trust
from functions.web.answers import as_file, as_json
from functions.web.guard import actor, entry
from functions.web.idempotency import once
from functions.web.paging import asked_page, page_of
from functions.web.validation import takes

blueprint = Blueprint("transfers", __name__)
_OWN = "/volunteers/me/transfers"


def _out(item: object, status: int = 200) -> Response:
    return as_json(schemas.transfer_view(item, sending.parts_of(item)), status)  # type: ignore[arg-type]


def _in(item: object, status: int = 200) -> Response:
    shown = schemas.arrival_view(item, pieces.parts_of(item), pieces.missing(item))  # type: ignore[arg-type]
    return as_json(shown, status)


@blueprint.get(_OWN)
@entry("volunteer")
def own_transfers() -> Response:
    """The own transfers, the latest first."""
    found = actions.list_of(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.transfer_view(item, sending.parts_of(item))))


@blueprint.post(_OWN)
@entry("volunteer")
@once
@takes(schemas.TransferShape)
def begin(asked: schemas.TransferShape) -> Response:
    """Wish for a transfer: who receives, which blocks (`person`, `hours`, `training`, `commendations`, `evaluations`, `stars`),
    and the separate consent."""
    return _out(actions.begin(actor().subject_id, asked.receiver.receiver(), asked.blocks, asked.agreed), 201)


@blueprint.get(f"{_OWN}/<transfer_id>")
@entry("volunteer")
def see_transfer(transfer_id: str) -> Response:
    """An own transfer, how far it is."""
    return _out(actions.own(actor().subject_id, transfer_id))


@blueprint.post(f"{_OWN}/<transfer_id>/pieces")
@entry("volunteer")
@once
def build(transfer_id: str) -> Response:
    """Make the next piece of the package; to be asked until the state is `ready`."""
    return _out(actions.build(actor().subject_id, transfer_id))


@blueprint.post(f"{_OWN}/<transfer_id>/hand-over")
@entry("volunteer", moved=True)
@once
def hand_over(transfer_id: str) -> Response:
    """办理转出: the package is signed, and the record is read-only here from now on."""
    return _out(sending.hand_over(actor().subject_id, transfer_id))


@blueprint.post(f"{_OWN}/<transfer_id>/cancel")
@entry("volunteer")
@once
def cancel(transfer_id: str) -> Response:
    """Give up a transfer that was not handed over; the consent is withdrawn."""
    return _out(actions.cancel(actor().subject_id, transfer_id))


@blueprint.get(f"{_OWN}/<transfer_id>/package/<number>")
@entry("volunteer")
def download(transfer_id: str, number: str) -> Response:
    """A part of the package; all parts in order are the .zip."""
    content = sending.download(actor().subject_id, transfer_id, number)
    return as_file(content, "application/octet-stream", f"transfer.zip.{number}", f"志愿服务记录转移.zip.{number}")


@blueprint.post(f"{_OWN}/<transfer_id>/return")
@entry("volunteer", moved=True)
@once
@takes(schemas.ReasonShape)
def ask_return(asked: schemas.ReasonShape, transfer_id: str) -> Response:
    """Ask to take a transfer back that was not received; the supervisor decides."""
    return _out(sending.ask_return(actor().subject_id, transfer_id, asked.reason))


@blueprint.post("/transfers/<transfer_id>/answer")
@entry("volunteer", "supervisor", moved=True)
@once
@takes(schemas.TransferAnswerShape)
def take_answer(asked: schemas.TransferAnswerShape, transfer_id: str) -> Response:
    """The receiver's signed answer, as the text of its file: the transfer is closed, or taken back."""
    who = actor()
    return _out(sending.take_answer(who.account_id, who.role, who.subject_id, transfer_id, asked.answer))


@blueprint.get("/transfers/returns")
@entry("supervisor")
def returns() -> Response:
    """Transfers that their volunteers ask to take back, the first first."""
    return as_json(page_of(sending.returns(actor().account_id, asked_page()), schemas.return_view))


@blueprint.post("/transfers/<transfer_id>/return-decision")
@entry("supervisor")
@once
@takes(schemas.ReturnDecisionShape)
def decide_return(asked: schemas.ReturnDecisionShape, transfer_id: str) -> Response:
    """Take a transfer back (`accepted`), or leave it (`refused`); either way saying how the receiver was asked."""
    who = actor().account_id
    return _out(sending.decide_return(who, transfer_id, asked.version, asked.decision, asked.reason))


@blueprint.post("/arrivals")
@entry("volunteer", "supervisor")
@once
@takes(schemas.ArrivalShape)
def bring(asked: schemas.ArrivalShape) -> Response:
    """Begin to bring a package, of this size and SHA-256: the own one, or at the counter that of a `volunteer_number`."""
    who = actor()
    number = asked.volunteer_number
    return _in(pieces.bring(who.account_id, who.role, who.subject_id, number, asked.size, asked.sha256), 201)


@blueprint.get("/volunteers/me/arrivals")
@entry("volunteer")
def own_arrivals() -> Response:
    """The own packages that were brought, the latest first."""
    found = pieces.of_volunteer(actor().subject_id, asked_page())
    return as_json(page_of(found, lambda item: schemas.arrival_view(item, pieces.parts_of(item), [])))


@blueprint.get("/arrivals")
@entry("supervisor")
def waiting() -> Response:
    """Packages that wait to be verified, the first first."""
    found = pieces.of_district(actor().account_id, False, asked_page())
    return as_json(page_of(found, lambda item: schemas.arrival_view(item, pieces.parts_of(item), [])))


@blueprint.get("/arrivals/all")
@entry("supervisor")
def everything() -> Response:
    """Every package that was brought, the latest first."""
    found = pieces.of_district(actor().account_id, True, asked_page())
    return as_json(page_of(found, lambda item: schemas.arrival_view(item, pieces.parts_of(item), [])))


@blueprint.get("/arrivals/<arrival_id>")
@entry("volunteer", "supervisor")
def see_arrival(arrival_id: str) -> Response:
    """A package, how far it is: which parts are missing, what was found, what was decided."""
    who = actor()
    return _in(pieces.seen_by(who.account_id, who.role, who.subject_id, arrival_id))


@blueprint.put("/arrivals/<arrival_id>/parts/<number>")
@entry("volunteer", "supervisor")
@takes(schemas.PartShape)
def put_part(asked: schemas.PartShape, arrival_id: str, number: str) -> Response:
    """A part of the file, 700 000 bytes of it (the last one: what is left), in base64. May be repeated."""
    who = actor()
    return _in(pieces.put_part(who.role, who.subject_id, arrival_id, number, asked.part()))


@blueprint.post("/arrivals/<arrival_id>/steps")
@entry("volunteer", "supervisor")
@once
def step(arrival_id: str) -> Response:
    """Do the next step of checking; to be asked until the state is `waiting` or `bad`. Nothing of the record changes."""
    who = actor()
    return _in(pieces.step(who.role, who.subject_id, arrival_id))


@blueprint.get("/arrivals/<arrival_id>/pieces/<number>")
@entry("volunteer", "supervisor")
def see_piece(arrival_id: str, number: str) -> Response:
    """Up to 250 lines of hours with what was found and decided of each."""
    who = actor()
    return _piece(deciding.see_piece(who.account_id, who.role, who.subject_id, arrival_id, number))


def _piece(piece: deciding.Piece) -> Response:
    items = [schemas.line_view(place, row) for place, row in enumerate(piece.rows)]
    item = piece.arrival
    arrival = schemas.arrival_view(item, pieces.parts_of(item), [])
    return as_json({"arrival": arrival, "piece": piece.number, "items": items})


@blueprint.post("/arrivals/<arrival_id>/pieces/<number>")
@entry("supervisor")
@once
@takes(schemas.DecideLinesShape)
def decide_lines(asked: schemas.DecideLinesShape, arrival_id: str, number: str) -> Response:
    """`accepted` or `refused`: these `lines`, or without them every open line (to be accepted: every one without conflict)."""
    lines = None if asked.lines is None else tuple(asked.lines)
    wish = deciding.Asked(asked.decision, asked.reason, lines)
    return _piece(deciding.decide(actor().account_id, arrival_id, number, wish))


@blueprint.post("/arrivals/<arrival_id>/blocks/<block>")
@entry("supervisor")
@once
@takes(schemas.DecideBlockShape)
def decide_block(asked: schemas.DecideBlockShape, arrival_id: str, block: str) -> Response:
    """Accept or refuse a block beside the hours, as a whole."""
    return _in(deciding.decide_block(actor().account_id, arrival_id, block, asked.decision, asked.reason))


@blueprint.post("/arrivals/<arrival_id>/close")
@entry("supervisor")
@once
def close(arrival_id: str) -> Response:
    """Close an arrival of which everything is decided; the answer to its sender is signed."""
    return _in(deciding.close(actor().account_id, arrival_id))


@blueprint.get("/arrivals/<arrival_id>/answer")
@entry("volunteer", "supervisor")
def answer(arrival_id: str) -> Response:
    """The signed answer, to be given back to the sender."""
    who = actor()
    content = receipts.answer_file(who.account_id, who.role, who.subject_id, arrival_id)
    return as_file(content, "application/json", "transfer-answer.json", "转移答复.json")


@blueprint.get("/transfer-keys")
@entry("supervisor")
def own_keys() -> Response:
    """What another district records of this one: origin and public keys."""
    return as_json(trust.own_document())


@blueprint.get("/trusted-senders")
@entry("supervisor")
def senders() -> Response:
    """Whose signatures are believed, and whose were."""
    return as_json(page_of(trust.list_of(asked_page()), lambda item: schemas.sender_view(trust.shown(item))))


@blueprint.post("/trusted-senders")
@entry("supervisor")
@once
@takes(schemas.SenderShape)
def record_sender(asked: schemas.SenderShape) -> Response:
    """Trust an origin: paste its issuer metadata, key set or key; nothing is fetched."""
    wish = trust.Asked(**asked.model_dump())
    return as_json(schemas.sender_view(trust.record(actor().account_id, wish)), 201)


@blueprint.post("/trusted-senders/<sender_id>/end")
@entry("supervisor")
@once
@takes(schemas.ReasonShape)
def end_sender(asked: schemas.ReasonShape, sender_id: str) -> Response:
    """Trust an origin no more."""
    return as_json(schemas.sender_view(trust.end(actor().account_id, sender_id, asked.reason)))
