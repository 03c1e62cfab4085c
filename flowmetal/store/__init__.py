"""Where processes live: the `Store` protocol and the stores that keep it.

`open_store` gives one; everything else that other packages need of this one is re-exported here.
"""

from __future__ import annotations

from flowmetal.store.protocol import (
    CANCELLED,
    DONE,
    ENDED,
    FAILED,
    LEASE,
    MOVED,
    READY,
    WAITING,
    Advance,
    Changed,
    Damaged,
    Delivery,
    Event,
    Exported,
    Fenced,
    IsACopy,
    NewEvent,
    NewProcess,
    NewRequest,
    NoSuchProcess,
    NotAStore,
    OtherVersion,
    Process,
    ProcessEnded,
    Request,
    Store,
    StoreError,
    StoreFull,
    Timer,
)

__all__ = [
    "CANCELLED",
    "DONE",
    "ENDED",
    "FAILED",
    "LEASE",
    "MOVED",
    "READY",
    "WAITING",
    "Advance",
    "Changed",
    "Damaged",
    "Delivery",
    "Event",
    "Exported",
    "Fenced",
    "IsACopy",
    "NewEvent",
    "NewProcess",
    "NewRequest",
    "NoSuchProcess",
    "NotAStore",
    "OtherVersion",
    "Process",
    "ProcessEnded",
    "Request",
    "Store",
    "StoreError",
    "StoreFull",
    "Timer",
    "open_store",
]


def open_store(where: str, *, create: bool = True) -> Store:
    """Open the store at `where`, a directory; with create, make it if there is none.

    Raises StoreError: one line that names the mend (its subclasses NotAStore, OtherVersion, Damaged, StoreFull tell
    more). A copy that has not been adopted opens, and can be read.
    """
    scheme, separator, _ = where.partition("://")
    if separator:
        raise StoreError(f"a store at {scheme}:// is not supported in this version; name a directory with --store")
    from flowmetal.store.lmdb import open_lmdb  # brings in the database: only for those who open one

    return open_lmdb(where, create=create)
