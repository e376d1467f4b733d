-- A log-in and all refresh tokens that came of it, which end together.
CREATE TABLE sessions (
  id          uuid PRIMARY KEY,
  tenant_id   text NOT NULL,
  user_id     uuid NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  UNIQUE (tenant_id, id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

CREATE INDEX sessions_of_user ON sessions (tenant_id, user_id);
CREATE INDEX sessions_by_expiry ON sessions (tenant_id, expires_at);

CREATE TABLE refresh_tokens (
  id                uuid PRIMARY KEY,
  tenant_id         text NOT NULL,
  session_id        uuid NOT NULL,
  -- Lower-case hexadecimal SHA-256 of the whole token.
  token_hash        text NOT NULL CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  created_at        timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  rotated_at        timestamptz,
  -- The token that followed, encrypted with a key that only the holder of this token can derive.
  sealed_successor  text,
  FOREIGN KEY (tenant_id, session_id) REFERENCES sessions (tenant_id, id) ON DELETE CASCADE,
  CHECK ((rotated_at IS NULL) = (sealed_successor IS NULL))
);

CREATE INDEX refresh_tokens_of_session ON refresh_tokens (tenant_id, session_id);

ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON sessions
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

ALTER TABLE refresh_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE refresh_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON refresh_tokens
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, refresh_tokens TO waymark_app;
