package io.waymark.loadtests;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;
import org.jspecify.annotations.Nullable;

/// What Gatling finds in place of the user's preferences: that it has just looked for its newest
/// release, so that it asks no host of the internet; and what it keeps there is gone with the
/// process. Public, with a public constructor: the JDK makes it.
public final class NoPreferences implements PreferencesFactory {
  private static final String PROPERTY = "java.util.prefs.PreferencesFactory";
  private static final String LOOKED = "lastCheckTimestamp";

  private final Preferences root = new InMemory();

  /// Must come before anybody asks for preferences.
  static void use() {
    System.setProperty(PROPERTY, NoPreferences.class.getName());
  }

  @Override
  public Preferences systemRoot() {
    return root;
  }

  @Override
  public Preferences userRoot() {
    return root;
  }

  private static final class InMemory extends AbstractPreferences {
    private final Map<String, String> values = new ConcurrentHashMap<>();

    private InMemory() {
      super(null, "");
    }

    private InMemory(InMemory parent, String name) {
      super(parent, name);
      values.put(LOOKED, Long.toString(System.currentTimeMillis()));
    }

    @Override
    protected void putSpi(String key, String value) {
      values.put(key, value);
    }

    @Override
    protected @Nullable String getSpi(String key) {
      return values.get(key);
    }

    @Override
    protected void removeSpi(String key) {
      values.remove(key);
    }

    @Override
    protected void removeNodeSpi() {
      values.clear();
    }

    @Override
    protected String[] keysSpi() {
      return values.keySet().toArray(String[]::new);
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      return new InMemory(this, name);
    }

    @Override
    protected void syncSpi() {}

    @Override
    protected void flushSpi() {}
  }
}
