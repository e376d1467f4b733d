package io.waymark.tenancy;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Builds the keys of stored rows: the one place where ids are joined. Each part carries its length
/// in bytes, so that no choice of ids by one tenant or user makes the key of another.
public final class Keys {
  private Keys() {}

  public static String tenant(TenantId tenant) {
    return part(tenant.value());
  }

  public static String user(TenantId tenant, UserId user) {
    return join(tenant, user.value());
  }

  public static String event(TenantId tenant, EventId event) {
    return join(tenant, event.value());
  }

  /// `4:demo#8:user_001` for the tenant `demo` and the part `user_001`.
  public static String join(TenantId tenant, String... parts) {
    StringBuilder key = new StringBuilder(part(tenant.value()));
    for (String part : parts) {
      key.append('#').append(part(part));
    }
    return key.toString();
  }

  /// The part after the tenant's in a key that [#join] made.
  ///
  /// @throws IllegalArgumentException where there is none
  public static String second(TenantId tenant, String key) {
    String before = part(tenant.value()) + "#";
    int colon = key.indexOf(':', before.length());
    if (!key.startsWith(before) || colon < 0) {
      throw new IllegalArgumentException("no key of " + tenant + " with a second part");
    }
    byte[] rest = key.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
    int length = Integer.parseInt(key, before.length(), colon, 10);
    if (length < 0 || length > rest.length) {
      throw new IllegalArgumentException("a key's second part is shorter than it says");
    }
    return new String(rest, 0, length, StandardCharsets.UTF_8);
  }

  /// What policies compare keys with that are joined so for any tenant: `*#5:audit`.
  public static String ofAny(String... parts) {
    return "*#" + Stream.of(parts).map(Keys::part).collect(Collectors.joining("#"));
  }

  /// One part with its length: `8:user_001`.
  public static String part(String value) {
    return value.getBytes(StandardCharsets.UTF_8).length + ":" + value;
  }
}
