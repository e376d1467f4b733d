package io.waymark.tenancy;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who calls, as its credential proves. The tenant of a call comes from here and nowhere else.
public sealed interface Principal {
  TenantId tenant();

  /// What audit and usage name: the member's or the key's id.
  String subject();

  Set<Scope> scopes();

  /// All that a route may demand of it, by the names in [Scope.Names]: its scopes, and what it is
  /// beside them.
  default Set<String> grants() {
    Set<String> grants =
        scopes().stream().map(Scope::text).collect(Collectors.toCollection(TreeSet::new));
    Stream<String> beside =
        switch (this) {
          case Member member ->
              switch (member.role()) {
                case PLATFORM_ADMIN ->
                    Stream.of(Scope.Names.MEMBER, Scope.Names.KEYS, Scope.Names.PLATFORM);
                case ADMIN, EDITOR -> Stream.of(Scope.Names.MEMBER, Scope.Names.KEYS);
                case VIEWER -> Stream.of(Scope.Names.MEMBER);
              };
          case ApiKey key ->
              key.scopes().contains(Scope.ADMIN) ? Stream.of(Scope.Names.KEYS) : Stream.empty();
        };
    beside.forEach(grants::add);
    return Collections.unmodifiableSet(grants);
  }

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
