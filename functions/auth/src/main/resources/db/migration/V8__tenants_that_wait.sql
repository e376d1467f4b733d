-- Whose projections wait, oldest first: for the sweep over all tenants, which acts as none. It tells ids alone; the rows
-- stay with the transactions of their tenants.
GRANT SELECT (id, tenant_id) ON outbox TO waymark_lookup;
CREATE POLICY looked_up ON outbox FOR SELECT TO waymark_lookup USING (true);

CREATE FUNCTION tenants_waiting(most integer) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public
BEGIN ATOMIC
  SELECT tenant_id FROM outbox GROUP BY tenant_id ORDER BY min(id) LIMIT most;
END;

-- A function's new owner must be able to create in its schema: for this moment only.
GRANT CREATE ON SCHEMA public TO waymark_lookup;
ALTER FUNCTION tenants_waiting OWNER TO waymark_lookup;
REVOKE CREATE ON SCHEMA public FROM waymark_lookup;

SET LOCAL ROLE waymark_lookup;
REVOKE EXECUTE ON FUNCTION tenants_waiting FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_waiting TO waymark_app;
RESET ROLE;
