CREATE TABLE api_keys (
  id            uuid PRIMARY KEY,
  tenant_id     text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  name          text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  key_prefix    text NOT NULL UNIQUE CHECK (key_prefix ~ '^[0-9A-Za-z]{8}$'),
  -- Lower-case hexadecimal SHA-256 of the whole key; the secret itself is nowhere.
  key_hash      text NOT NULL CHECK (key_hash ~ '^[0-9a-f]{64}$'),
  scopes        text[] NOT NULL CHECK (
    cardinality(scopes) > 0
    AND scopes <@ ARRAY['recommend:read', 'events:write', 'data:write', 'models:read', 'models:write', 'admin']),
  status        text NOT NULL CHECK (status IN ('active', 'revoked')),
  expires_at    timestamptz,
  last_used_at  timestamptz,
  created_at    timestamptz NOT NULL
);

CREATE INDEX api_keys_of_tenant ON api_keys (tenant_id, id);

CREATE TABLE rate_limits (
  id              uuid PRIMARY KEY,
  tenant_id       text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  limit_type      text NOT NULL CHECK (limit_type ~ '^[a-z][a-z0-9_:-]{0,63}$'),
  max_requests    bigint NOT NULL CHECK (max_requests > 0),
  window_seconds  integer NOT NULL CHECK (window_seconds BETWEEN 1 AND 86400),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  UNIQUE (tenant_id, limit_type)
);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON api_keys
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

ALTER TABLE rate_limits ENABLE ROW LEVEL SECURITY;
ALTER TABLE rate_limits FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON rate_limits
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE ON api_keys TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limits TO waymark_app;
