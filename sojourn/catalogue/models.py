"""Tables of the catalogue: every document ever loaded, and which one is current from when."""

from __future__ import annotations

from django.db import models

from sojourn.lib.fields import UuidKey


class StoredPack(models.Model):
    """A compiled pack, by the SHA-256 of its canonical bytes. Never changed."""

    retention = "permanent"
    personal = ()

    sha256 = models.CharField(primary_key=True, max_length=64)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=40)
    document = models.BinaryField()
    loaded_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_pack"
        constraints = [
            models.CheckConstraint(
                name="catalogue_pack_sha256_is_hex",
                condition=models.Q(sha256__regex=r"^[0-9a-f]{64}$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version} ({self.sha256[:12]})"


class CurrentPack(models.Model):
    """From an instant on, this pack is the law the platform works by."""

    retention = "permanent"
    personal = ()

    id = UuidKey()
    pack = models.ForeignKey(StoredPack, on_delete=models.PROTECT, related_name="+")
    from_at = models.DateTimeField()
    chosen_at = models.DateTimeField()

    class Meta:
        db_table = "catalogue_current"
        indexes = [models.Index(fields=["-from_at", "-id"], name="catalogue_current_latest")]

    def __str__(self) -> str:
        return f"{self.pack_id} from {self.from_at}"
