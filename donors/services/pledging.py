"""What happens to a promise before it is agreed: announced, taken up, withdrawn, declined."""

from __future__ import annotations

from typing import Final

from donors.machines.pledge import PLEDGE
from donors.services.standing import push
from donors.services.steps import step

announce: Final = step(PLEDGE, "announce", after=push)
negotiate: Final = step(PLEDGE, "negotiate")
withdraw: Final = step(PLEDGE, "withdraw", after=push)
decline: Final = step(PLEDGE, "decline", after=push)
fulfil_condition: Final = step(PLEDGE, "fulfil_condition")
remind_of_condition: Final = step(PLEDGE, "remind_of_condition")
lapse_condition: Final = step(PLEDGE, "lapse_condition", after=push)
publish: Final = step(PLEDGE, "publish")
keep_private: Final = step(PLEDGE, "keep_private")
remind: Final = step(PLEDGE, "remind")
expire: Final = step(PLEDGE, "expire", after=push)
reopen_receipts: Final = step(PLEDGE, "reopen_receipts")
amend: Final = step(PLEDGE, "amend")
complete_receipts: Final = step(PLEDGE, "complete_receipts")
note_application: Final = step(PLEDGE, "note_application")
