package io.waymark.tenancy;

import java.util.Set;

/// Who calls, as its credential proves. The tenant of a call comes from here and nowhere else.
public sealed interface Principal {
  TenantId tenant();

  /// What audit and usage name: the member's or the key's id.
  String subject();

  Set<Scope> scopes();

  /// A person logged in at its tenant.
  ///
  /// @param subject the member's id, a UUID
  /// @param session the refresh-token family its access token came from
  record Member(TenantId tenant, String subject, String email, Role role, String session)
      implements Principal {
    @Override
    public Set<Scope> scopes() {
      return role.scopes();
    }
  }

  /// A program of the tenant with an API key.
  ///
  /// @param subject the key's id, a UUID
  record ApiKey(TenantId tenant, String subject, Set<Scope> scopes) implements Principal {
    public ApiKey {
      scopes = Set.copyOf(scopes);
    }
  }
}
