"""The mail server's two ports, for as long as the sandbox runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from services.core.log import get_logger
from services.sandbox.smtp.imap import ImapSession
from services.sandbox.smtp.server import SmtpSink
from services.sandbox.world import World

log = get_logger(__name__)


@asynccontextmanager
async def mail_servers(world: World, host: str, port: int) -> AsyncIterator[None]:
    """SMTP beside the HTTP port and IMAP beside that, or wherever there is room; `world.mail_ports` says where."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd's: it writes down every line of every session
    sink = SmtpSink(world)
    talking: set[asyncio.Task[Any]] = set()

    async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            talking.add(task)
            task.add_done_callback(talking.discard)
        await ImapSession(world, reader, writer).serve()

    loop = asyncio.get_running_loop()
    smtp = await _listening(lambda at: loop.create_server(sink.protocol, host, at), port + 1)
    imap = await _listening(lambda at: asyncio.start_server(read, host, at), port + 2)
    world.mail_ports = (_port(smtp), _port(imap))
    log.info("sandbox_mail_started", smtp=world.mail_ports[0], imap=world.mail_ports[1])
    try:
        yield
    finally:
        smtp.close()
        imap.close()
        for task in list(talking):
            task.cancel()
        await asyncio.gather(*talking, return_exceptions=True)


async def _listening(start: Callable[[int], Any], wanted: int) -> asyncio.Server:
    try:
        return await start(wanted)
    except (OSError, OverflowError):
        return await start(0)


def _port(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])
