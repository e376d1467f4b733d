-- What the operator lets a tenant ask for at most, whatever limits it sets itself; the defaults of the endpoint class
-- where there is no row.
CREATE TABLE rate_limit_ceilings (
  tenant_id       text NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
  limit_type      text NOT NULL CHECK (limit_type ~ '^[a-z][a-z0-9_]{0,31}$'),
  max_requests    bigint NOT NULL CHECK (max_requests > 0),
  window_seconds  integer NOT NULL CHECK (window_seconds BETWEEN 1 AND 86400),
  PRIMARY KEY (tenant_id, limit_type)
);

ALTER TABLE rate_limit_ceilings ENABLE ROW LEVEL SECURITY;
ALTER TABLE rate_limit_ceilings FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON rate_limit_ceilings
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE, DELETE ON rate_limit_ceilings TO waymark_app;

-- Passwords that were wrong, counted by account and minute until the minute is over and the count goes into the audit
-- log: whoever guesses makes at most one entry a minute, and not one each time. No foreign keys: what nobody's e-mail
-- was tried with is counted together, at the tenant of the operators.
CREATE TABLE failed_log_ins (
  tenant_id  text NOT NULL,
  -- A member's id, or 'unknown'.
  account    text NOT NULL,
  minute     timestamptz NOT NULL,
  failures   integer NOT NULL CHECK (failures > 0),
  -- Of the newest of them.
  source     text NOT NULL,
  PRIMARY KEY (tenant_id, account, minute)
);

ALTER TABLE failed_log_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE failed_log_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON failed_log_ins
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE, DELETE ON failed_log_ins TO waymark_app;

-- Whose failures are not in the audit log yet though their minute is over: for the sweep over all tenants, which acts
-- as none and learns ids alone.
GRANT SELECT (tenant_id, minute) ON failed_log_ins TO waymark_lookup;
CREATE POLICY looked_up ON failed_log_ins FOR SELECT TO waymark_lookup USING (true);

CREATE FUNCTION tenants_with_failed_log_ins(ended timestamptz, most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
  SELECT tenant_id FROM failed_log_ins WHERE minute < ended GROUP BY tenant_id ORDER BY min(minute) LIMIT most;
END;

-- A function's new owner must be able to create in its schema: for this moment only.
GRANT CREATE ON SCHEMA public TO waymark_lookup;
ALTER FUNCTION tenants_with_failed_log_ins OWNER TO waymark_lookup;
REVOKE CREATE ON SCHEMA public FROM waymark_lookup;

SET LOCAL ROLE waymark_lookup;
REVOKE EXECUTE ON FUNCTION tenants_with_failed_log_ins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_with_failed_log_ins TO waymark_app;
RESET ROLE;
