package io.waymark.tenancy;

import java.util.Arrays;
import java.util.Optional;

/// What a credential may do. The names are the contract of API keys; annotations use the constants.
public enum Scope {
  RECOMMEND_READ(Names.RECOMMEND_READ),
  EVENTS_WRITE(Names.EVENTS_WRITE),
  DATA_WRITE(Names.DATA_WRITE),
  MODELS_READ(Names.MODELS_READ),
  MODELS_WRITE(Names.MODELS_WRITE),
  ADMIN(Names.ADMIN);

  private final String text;

  Scope(String text) {
    this.text = text;
  }

  /// The name on the wire, like `recommend:read`.
  public String text() {
    return text;
  }

  public static Optional<Scope> of(String text) {
    return Arrays.stream(values()).filter(scope -> scope.text.equals(text)).findFirst();
  }

  /// Compile-time constants for annotations.
  public static final class Names {
    public static final String RECOMMEND_READ = "recommend:read";
    public static final String EVENTS_WRITE = "events:write";
    public static final String DATA_WRITE = "data:write";
    public static final String MODELS_READ = "models:read";
    public static final String MODELS_WRITE = "models:write";
    public static final String ADMIN = "admin";

    /// Not a scope of keys: held by members with the role `platform_admin` alone.
    public static final String PLATFORM = "platform";

    /// Not a scope of keys: held by members, whatever their role, and by no key.
    public static final String MEMBER = "member";

    /// Not a scope of keys: held by whoever may keep API keys, which are the members but viewers,
    /// and the keys with the scope `admin`.
    public static final String KEYS = "keys";

    private Names() {}
  }
}
