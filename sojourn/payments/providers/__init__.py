"""Who takes the money: one provider a deployment, chosen by `SOJOURN_PAYMENT_PROVIDER`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings

from sojourn.payments.errors import ProviderUnknown
from sojourn.payments.ports import PaymentProvider
from sojourn.payments.providers.sandbox import Sandbox

PROVIDERS: Mapping[str, Callable[[], PaymentProvider]] = {"sandbox": Sandbox}
"""Every provider by name. What a pack brings is added here when there is one."""


def provider_by(name: str) -> PaymentProvider:
    """The provider of this deployment, by its name. Raises: ProviderUnknown."""
    if name != settings.PAYMENT_PROVIDER or name not in PROVIDERS:
        raise ProviderUnknown(name=name)
    return PROVIDERS[name]()


def chosen() -> PaymentProvider | None:
    """The provider of this deployment; none where nothing can be paid."""
    return provider_by(settings.PAYMENT_PROVIDER) if settings.PAYMENT_PROVIDER else None
