-- Who makes a tenant active withdraws the wish to delete it, in the tenant's own transaction: that sees the tenant's
-- row, and may remove it while nothing was told to the operators' log.
CREATE POLICY of_its_tenant ON deleted_tenants FOR SELECT USING (id = current_tenant());
CREATE POLICY withdrawn_by_its_tenant ON deleted_tenants FOR DELETE
  USING (id = current_tenant() AND audit_hash IS NULL);
