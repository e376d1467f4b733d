-- What a member shows beside its password. A factor counts once it was confirmed.
CREATE TABLE second_factors (
  tenant_id        text NOT NULL,
  user_id          uuid NOT NULL,
  -- The secret of RFC 6238, encrypted for this member with a key that the database does not have.
  sealed_secret    text NOT NULL,
  -- Lower-case hexadecimal SHA-256 of the recovery codes that are left, each of 120 random bits.
  recovery_hashes  text[] NOT NULL,
  confirmed_at     timestamptz,
  -- The time step of the newest code that was used: none holds but those of later steps.
  last_step        bigint NOT NULL CHECK (last_step >= 0),
  PRIMARY KEY (tenant_id, user_id),
  FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id) ON DELETE CASCADE
);

ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factors FORCE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON second_factors
  USING (tenant_id = current_tenant()) WITH CHECK (tenant_id = current_tenant());

GRANT SELECT, INSERT, UPDATE, DELETE ON second_factors TO waymark_app;
