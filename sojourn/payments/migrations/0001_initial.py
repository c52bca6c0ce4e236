import django.db.models.deletion
import sojourn.lib.fields
from django.conf import settings
from django.db import migrations, models


# The check waits for the commit: an entry and its lines may come in any order, and an unbalanced one cannot stay.
BALANCE = """
CREATE FUNCTION payments_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told bigint;
BEGIN
  IF TG_TABLE_NAME = 'payments_entry' THEN
    told := NEW.id;
  ELSE
    told := coalesce(NEW.entry_id, OLD.entry_id);
  END IF;
  IF (SELECT count(*) FROM payments_posting WHERE entry_id = told) < 2 OR EXISTS (
    SELECT FROM payments_posting WHERE entry_id = told GROUP BY currency HAVING sum(minor) <> 0
  ) THEN
    RAISE EXCEPTION 'entry % does not balance', told
      USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'entry_balances';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT ON payments_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
CREATE CONSTRAINT TRIGGER entry_balances AFTER INSERT OR UPDATE OR DELETE ON payments_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
"""
NO_BALANCE = """
DROP TRIGGER entry_balances ON payments_posting;
DROP TRIGGER entry_balances ON payments_entry;
DROP FUNCTION payments_entry_balances();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='SandboxPayment',
            fields=[
                ('id', sojourn.lib.fields.UuidKey(db_default=sojourn.lib.fields.Uuidv7(), editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField(db_index=True)),
                ('minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('paid_at', models.DateTimeField()),
                ('reversed_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Charge',
            fields=[
                ('id', sojourn.lib.fields.UuidKey(db_default=sojourn.lib.fields.Uuidv7(), editable=False, primary_key=True, serialize=False)),
                ('number', models.TextField(unique=True)),
                ('kind', models.TextField()),
                ('subject_kind', models.TextField()),
                ('subject_id', models.UUIDField(null=True)),
                ('payer_kind', models.TextField()),
                ('payer_id', models.UUIDField(null=True)),
                ('service', models.TextField()),
                ('office', models.TextField(blank=True)),
                ('confidentiality', models.SmallIntegerField()),
                ('minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('budget_code', models.TextField()),
                ('issued_at', models.DateTimeField()),
                ('due_on', models.DateField(null=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', sojourn.lib.fields.UuidKey(db_default=sojourn.lib.fields.Uuidv7(), editable=False, primary_key=True, serialize=False)),
                ('provider', models.TextField()),
                ('external_id', models.TextField()),
                ('number', models.TextField()),
                ('minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('paid_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
                ('reversed_at', models.DateTimeField(null=True)),
                ('charge', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.charge')),
            ],
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('account', models.TextField()),
                ('minor', models.BigIntegerField()),
                ('currency', models.CharField(max_length=3)),
                ('charge', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.charge')),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='payments.entry')),
                ('receipt', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt')),
            ],
        ),
        migrations.AddField(
            model_name='entry',
            name='receipt',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt'),
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('kind', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('charge', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.charge')),
                ('receipt', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.receipt')),
            ],
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['subject_id'], name='charge_by_subject'),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(fields=['account', 'id'], name='charge_by_account'),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(condition=models.Q(('settled_at', None)), fields=['due_on', 'id'], name='charge_open'),
        ),
        migrations.AddIndex(
            model_name='charge',
            index=models.Index(condition=models.Q(('payer_id', None), _negated=True), fields=['settled_at'], name='charge_to_erase'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0), ('minor__lte', 1000000000000)), name='charge_has_an_amount'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['duty'])), name='known_kind_of_charge'),
        ),
        migrations.AddConstraint(
            model_name='charge',
            constraint=models.CheckConstraint(condition=models.Q(('confidentiality__in', [0, 1, 2])), name='charge_confidentiality_known'),
        ),
        migrations.AddIndex(
            model_name='receipt',
            index=models.Index(fields=['provider', 'paid_at'], name='payment_by_provider'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.UniqueConstraint(fields=('provider', 'external_id'), name='payment_booked_once'),
        ),
        migrations.AddConstraint(
            model_name='receipt',
            constraint=models.CheckConstraint(condition=models.Q(('minor__gt', 0), ('minor__lte', 1000000000000)), name='payment_has_an_amount'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('charge__isnull', False)), fields=['charge'], name='posting_by_charge'),
        ),
        migrations.AddIndex(
            model_name='posting',
            index=models.Index(condition=models.Q(('receipt__isnull', False)), fields=['receipt'], name='posting_by_receipt'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('account__in', ['cash-in-transit', 'receivable', 'refund-payable', 'revenue', 'unallocated'])), name='known_account'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('minor', 0), _negated=True), name='posting_moves_something'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('charge__isnull', False), ('receipt', None)), models.Q(('charge', None), ('receipt__isnull', False)), _connector='OR'), name='posting_in_one_box'),
        ),
        migrations.AddConstraint(
            model_name='entry',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['allocated', 'cancelled', 'charged', 'received', 'refund-granted', 'refund-paid', 'reversed'])), name='known_kind_of_entry'),
        ),
        migrations.AddIndex(
            model_name='task',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['id'], name='task_open'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['cancelled-charge', 'contradiction', 'other-currency', 'refund', 'surplus', 'unknown-number'])), name='known_kind_of_task'),
        ),
        migrations.AddConstraint(
            model_name='task',
            constraint=models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('kind', 'charge', 'receipt'), name='one_open_task_of_a_kind', nulls_distinct=False),
        ),
        migrations.RunSQL(BALANCE, reverse_sql=NO_BALANCE),
    ]
