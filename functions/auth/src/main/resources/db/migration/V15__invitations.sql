-- Who is invited and has not come yet. An invitation that was accepted, revoked or replaced is gone: nothing tells it from
-- one that never was.
CREATE TABLE invitations (
  id          uuid PRIMARY KEY,
  tenant_id   text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  email       text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
  role        text NOT NULL CHECK (role IN ('platform_admin', 'admin', 'editor', 'viewer')),
  -- Lower-case hexadecimal SHA-256 of the link's secret; the secret itself is nowhere.
  token_hash  text NOT NULL UNIQUE CHECK (token_hash ~ '^[0-9a-f]{64}$'),
  -- A member's or key's id, at this tenant or at that of the operators.
  invited_by  text NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  UNIQUE (tenant_id, email),
  CHECK ((role = 'platform_admin') = (tenant_id = 'platform'))
);

ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON invitations
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, DELETE ON invitations TO waymark_app;

-- Whoever accepts one shows its secret and has no tenant yet.
GRANT SELECT ON invitations TO waymark_lookup;
CREATE POLICY looked_up ON invitations FOR SELECT TO waymark_lookup USING (true);

CREATE FUNCTION invitation_by_hash(wanted text) RETURNS SETOF invitations
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
  SELECT * FROM invitations WHERE token_hash = wanted;
END;

-- A function's new owner must be able to create in its schema: for this moment only.
GRANT CREATE ON SCHEMA public TO waymark_lookup;
ALTER FUNCTION invitation_by_hash OWNER TO waymark_lookup;
REVOKE CREATE ON SCHEMA public FROM waymark_lookup;

SET LOCAL ROLE waymark_lookup;
REVOKE EXECUTE ON FUNCTION invitation_by_hash FROM PUBLIC;
GRANT EXECUTE ON FUNCTION invitation_by_hash TO waymark_app;
RESET ROLE;

-- As before, and invitations.
CREATE OR REPLACE FUNCTION forget_tenant() RETURNS TABLE (store text, removed bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  ended text := ended_tenant();
BEGIN
  SELECT count(*) INTO removed FROM sessions WHERE tenant_id = ended;
  store := 'sessions';
  RETURN NEXT;
  DELETE FROM users WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'members';
  RETURN NEXT;
  DELETE FROM invitations WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'invitations';
  RETURN NEXT;
  DELETE FROM api_keys WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'api_keys';
  RETURN NEXT;
  DELETE FROM rate_limits WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'rate_limits';
  RETURN NEXT;
  DELETE FROM rate_limit_ceilings WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'ceilings';
  RETURN NEXT;
  DELETE FROM failed_log_ins WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  store := 'failed_log_ins';
  RETURN NEXT;
END
$$;
