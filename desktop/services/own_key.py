"""The key that signs for the offices below (回执): its certificate comes from this office's own root.

The certificate before is not revoked: receipts that are still on their way were signed with it, and its key is gone.
"""

from __future__ import annotations

from sqlalchemy import select

from db.store.ledger import Ledger
from db.store.shared_tables import Office
from desktop.exchange import certificates
from desktop.exchange.root_file import RootSecrets
from desktop.exchange.token_key import TokenPlace, token_key
from desktop.services import offices, signing_keys
from desktop.services.roles import Action, demand


def place_of(ledger: Ledger) -> TokenPlace | None:
    """Tell on which token the key lies, None for the ledger."""
    key = token_key(ledger.office().signing_key)
    return None if key is None else key.place


def change(ledger: Ledger, root: RootSecrets, *, on: TokenPlace | None = None) -> None:
    """Sign receipts with a new key from now on, ``on`` a token or in the ledger.

    Raises PinNeededError and the errors of ``token_errors``.
    """
    demand(ledger, Action.SETTINGS)
    office = ledger.office()
    key = signing_keys.new_key(ledger, on)
    certificate = certificates.issue(
        root.root_key, office.root_certificate, key.public, offices.own_name(office), ledger.clock()
    )
    with ledger.store.writing() as session:
        stored = session.scalars(select(Office)).one()
        stored.signing_key, stored.certificate = key.kept, certificate
    office.signing_key, office.certificate = key.kept, certificate
