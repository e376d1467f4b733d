-- A tenant that was deleted is its id alone, which is given to nobody again. No look-up of tenants finds such a row.
ALTER TABLE tenants DROP CONSTRAINT tenants_status_check;
ALTER TABLE tenants ADD CONSTRAINT tenants_status_check CHECK (status IN ('active', 'suspended', 'ended'));

-- How far the deletion of a tenant is, and what it came to: the operators', and kept.
CREATE TABLE deleted_tenants (
  id               text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  requested_at     timestamptz NOT NULL,
  actor            text NOT NULL,
  -- Of the tenant's audit log: how many entries it had, and the hash of the newest, which stands for all of them. Set
  -- together with the entry of the operators' log.
  audit_entries    bigint,
  audit_hash       text CHECK (audit_hash ~ '^[0-9a-f]{64}$'),
  -- How much each store has lost, by its name.
  removed          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(removed) = 'object'),
  -- When everything was gone through, and when once more.
  completed_at     timestamptz,
  looked_again_at  timestamptz,
  CHECK ((audit_entries IS NULL) = (audit_hash IS NULL))
);

ALTER TABLE deleted_tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE deleted_tenants FORCE ROW LEVEL SECURITY;
CREATE POLICY of_operators ON deleted_tenants
  USING (current_tenant() = 'platform') WITH CHECK (current_tenant() = 'platform');

GRANT SELECT, INSERT, UPDATE, DELETE ON deleted_tenants TO waymark_app;

-- What the application may do to no other tenant: each of the three acts on the tenant of the transaction, and refuses
-- where that was not ended. FORCE ROW LEVEL SECURITY binds the owner too; a superuser's conditions say the tenant anyway.
CREATE FUNCTION ended_tenant() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM tenants WHERE id = current_tenant() AND status = 'ended') THEN
    RAISE EXCEPTION 'the tenant % was not ended', current_tenant();
  END IF;
  RETURN current_tenant();
END
$$;

-- Everything but usage, which may be too much for one transaction, and the audit log.
CREATE FUNCTION forget_tenant() RETURNS TABLE (store text, removed bigint)
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

CREATE FUNCTION forget_usage(most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  ended text := ended_tenant();
  removed bigint;
BEGIN
  DELETE FROM usage_logs AS line
  USING (SELECT id, timestamp FROM usage_logs WHERE tenant_id = ended LIMIT most) AS chosen
  WHERE line.tenant_id = ended AND line.id = chosen.id AND line.timestamp = chosen.timestamp;
  GET DIAGNOSTICS removed = ROW_COUNT;
  RETURN removed;
END
$$;

-- The entries and their head: a head that is left alone would tell the verifier of entries that were cut off.
CREATE FUNCTION forget_audit_log() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  ended text := ended_tenant();
  removed bigint;
BEGIN
  DELETE FROM audit_log WHERE tenant_id = ended;
  GET DIAGNOSTICS removed = ROW_COUNT;
  DELETE FROM audit_heads WHERE tenant_id = ended;
  RETURN removed;
END
$$;

REVOKE EXECUTE ON FUNCTION ended_tenant, forget_tenant, forget_usage, forget_audit_log FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_tenant, forget_usage, forget_audit_log TO waymark_app;
