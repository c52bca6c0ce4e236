"""By what a message leaves the house. One carrier a channel; in demonstration mode all are the outbox."""

from __future__ import annotations

from django.conf import settings

from sojourn.notices.channels.base import Carrier
from sojourn.notices.channels.email import Email
from sojourn.notices.channels.outbox import Outbox
from sojourn.notices.channels.sms import Sms
from sojourn.notices.errors import DeliveryFailed
from sojourn.notices.types import Channel


def channel_for(channel: Channel) -> Carrier:
    """Raises: DeliveryFailed (it may work later) when this deployment has no server for the channel."""
    if settings.DEMONSTRATION:
        return Outbox()
    if channel is Channel.EMAIL and settings.MAIL_URL:
        return Email(settings.MAIL_URL, settings.MAIL_SENDER)
    if channel is Channel.SMS and settings.SMS_URL:
        return Sms(settings.SMS_URL, settings.SMS_TOKEN)
    raise DeliveryFailed(reason=f"no server for {channel.value}")
