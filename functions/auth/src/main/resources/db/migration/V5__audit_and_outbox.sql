-- Who did what. No foreign keys: an entry outlives what it tells of. Only ever added to.
CREATE TABLE audit_log (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    text NOT NULL,
  at           timestamptz NOT NULL,
  -- A member's or key's id, or 'system'.
  actor        text NOT NULL,
  action       text NOT NULL CHECK (action ~ '^[a-z_]+\.[a-z_]+$'),
  target       text NOT NULL,
  detail       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(detail) = 'object')
);

CREATE INDEX audit_log_newest ON audit_log (tenant_id, id DESC);

-- Rows of the DynamoDB table ACCESS that follow from committed changes and were not written there yet.
CREATE TABLE outbox (
  -- Rises with every change of one thing (its row is locked meanwhile), so that a late writer cannot undo a newer one.
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id    text NOT NULL,
  row_key      text NOT NULL,
  attributes   jsonb NOT NULL CHECK (jsonb_typeof(attributes) = 'object'),
  created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX outbox_of_tenant ON outbox (tenant_id, id);

ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_log
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

ALTER TABLE outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON outbox
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT ON audit_log TO waymark_app;
GRANT SELECT, INSERT, DELETE ON outbox TO waymark_app;
