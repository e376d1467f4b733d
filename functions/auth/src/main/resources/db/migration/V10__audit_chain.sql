-- Each entry of a tenant's audit log carries its place in it, the hash of the one before and its own, over all that it
-- says: whoever changes, removes, adds or swaps entries afterwards breaks the chain (`waymark audit verify`).
-- Functions of the version before write on while this one is deployed: no column they name is renamed, and those they do
-- not know have defaults.
ALTER TABLE audit_log
  -- The address it was asked from; 'system' where nobody asked.
  ADD COLUMN source         text NOT NULL DEFAULT 'unknown',
  -- What was changed, as it was; as it is now, it stands in "detail".
  ADD COLUMN before         jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(before) = 'object'),
  -- From 1 on without a gap, in the order of commits. Set with the commit.
  ADD COLUMN place          bigint CHECK (place > 0),
  ADD COLUMN previous_hash  text CHECK (previous_hash ~ '^[0-9a-f]{64}$'),
  ADD COLUMN hash           text CHECK (hash ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT audit_log_places UNIQUE (tenant_id, place);

-- The newest place of each tenant: who adds an entry holds the row until the commit, and a tail that is cut off shows.
CREATE TABLE audit_heads (
  tenant_id  text PRIMARY KEY,
  place      bigint NOT NULL,
  hash       text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$')
);

ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON audit_heads
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT ON audit_heads TO waymark_app;
-- Requests say what happened, and never where in the chain it stands.
REVOKE INSERT ON audit_log FROM waymark_app;
GRANT INSERT (tenant_id, at, actor, source, action, target, before, detail) ON audit_log TO waymark_app;

-- The verifier has this expression too, and takes it from nowhere in the database. Texts of jsonb are canonical; instants
-- count in microseconds, since their text follows the session's time zone.
CREATE FUNCTION audit_hash(entry audit_log) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE SET search_path = pg_catalog, public
RETURN encode(sha256(convert_to(jsonb_build_array(
  entry.previous_hash, entry.place, entry.id, entry.tenant_id, (extract(epoch FROM entry.at) * 1000000)::bigint,
  entry.actor, entry.source, entry.action, entry.target, entry.before, entry.detail)::text, 'UTF8')), 'hex');

CREATE FUNCTION chain_audit_entry(entry audit_log) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
  head audit_heads;
BEGIN
  INSERT INTO audit_heads VALUES (entry.tenant_id, 0, repeat('0', 64)) ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT head FROM audit_heads WHERE tenant_id = entry.tenant_id FOR UPDATE;
  entry.place := head.place + 1;
  entry.previous_hash := head.hash;
  entry.hash := audit_hash(entry);
  UPDATE audit_log SET place = entry.place, previous_hash = entry.previous_hash, hash = entry.hash WHERE id = entry.id;
  UPDATE audit_heads SET place = entry.place, hash = entry.hash WHERE tenant_id = entry.tenant_id;
END
$$;

-- What was written before this migration comes first, in its order.
ALTER TABLE audit_log NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_heads NO FORCE ROW LEVEL SECURITY;
DO $$
DECLARE
  entry audit_log;
BEGIN
  FOR entry IN SELECT * FROM audit_log ORDER BY id LOOP
    PERFORM chain_audit_entry(entry);
  END LOOP;
END
$$;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;

-- With the commit and not before: a transaction takes the head as the last of all its locks, and of one tenant only, so
-- that no two can wait for each other, and holds it for no longer than the commit takes.
CREATE FUNCTION chain_audit() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM chain_audit_entry(NEW);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER chained AFTER INSERT ON audit_log
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION chain_audit();

REVOKE EXECUTE ON FUNCTION audit_hash, chain_audit_entry, chain_audit FROM PUBLIC;

-- Whoever verifies sees the logs of all tenants and changes nothing.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'waymark_auditor') THEN
    CREATE ROLE waymark_auditor NOLOGIN;
  END IF;
END
$$;

GRANT waymark_auditor TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO waymark_auditor;
GRANT SELECT ON audit_log, audit_heads TO waymark_auditor;
CREATE POLICY verified ON audit_log FOR SELECT TO waymark_auditor USING (true);
CREATE POLICY verified ON audit_heads FOR SELECT TO waymark_auditor USING (true);
