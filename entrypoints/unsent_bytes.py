"""How much of a response waits for its client to read it."""

import asyncio
import sys

if sys.platform != "win32":
    import fcntl
    import termios

INT_BYTES = 4


def unsent_bytes(transport: asyncio.Transport) -> int:
    """Return what waits in this process and, except on Windows, in the buffer of the system.

    The latter holds megabytes, which a slow client reads for minutes before it takes any more.
    """
    own = transport.get_write_buffer_size()
    connected = transport.get_extra_info("socket")
    if sys.platform == "win32" or connected is None or connected.fileno() < 0:
        return own
    queued = fcntl.ioctl(connected.fileno(), termios.TIOCOUTQ, bytes(INT_BYTES))
    return own + int.from_bytes(queued, sys.byteorder)
