"""A bounded store of what is dear to make: the things asked for last are kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Kept(Generic[_Thing]):
    """Keeps at most `room` things, for all threads of a process."""

    def __init__(self, room: int) -> None:
        self.room = room
        self._things: OrderedDict[Hashable, _Thing] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable, make: Callable[[], _Thing]) -> _Thing:
        """Return the thing of `key`, made by `make` if it is not kept.

        Two threads may make the same thing at once; nobody waits for the other.
        """
        with self._lock:
            if key in self._things:
                self._things.move_to_end(key)
                return self._things[key]
        thing = make()
        with self._lock:
            self._things[key] = thing
            while len(self._things) > self.room:
                self._things.popitem(last=False)
        return thing
