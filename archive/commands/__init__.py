"""The commands of the archive, a file for each that belong together."""

from archive.commands.backup import backup, restore
from archive.commands.crawl import crawl
from archive.commands.records import export, history
from archive.commands.reread import reread
from archive.commands.sites import boards, read
from archive.commands.status import status
from archive.commands.suppress import suppress
from archive.commands.verify import verify

COMMANDS = (
    crawl,
    reread,
    status,
    history,
    export,
    suppress,
    verify,
    backup,
    restore,
    boards,
    read,
)
