package io.waymark.cli.permissions;

import io.waymark.cli.RunningService;
import io.waymark.embedded.Waymark;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The tenants of these tests at the running service, made once in a process.
///
/// @param client asks them
/// @param mine whom the cells of the table ask for
/// @param attacker who tries to see what is the other's
/// @param other whose things nobody else may see or change
/// @param platform the operators'
record Worlds(Client client, World mine, World attacker, World other, World platform) {
  static Worlds plant(Waymark waymark) {
    Client client = new Client(waymark.url());
    Planting planting = new Planting(client);
    List<World> made =
        client.all(
            List.of(
                () -> planting.tenant("perm-mine"),
                () -> planting.attacker("perm-attacker"),
                () -> planting.tenant("perm-other"),
                planting::platform));
    return new Worlds(client, made.get(0), made.get(1), made.get(2), made.get(3));
  }

  /// A class before may have ended these sessions, or have taken longer than a token lives.
  private Worlds loggedInAgain() {
    Planting planting = new Planting(client);
    return new Worlds(
        client,
        planting.again(mine),
        planting.again(attacker),
        planting.again(other),
        planting.again(platform));
  }

  /// Hands them to tests as a parameter.
  static final class Planted implements ParameterResolver {
    private static final RunningService SERVICE = new RunningService();
    private static @Nullable Worlds worlds;
    private static @Nullable Class<?> handedTo;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Worlds.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return planted(
          (Waymark) SERVICE.resolveParameter(parameter, context), context.getRequiredTestClass());
    }

    private static synchronized Worlds planted(Waymark waymark, Class<?> asking) {
      Worlds made = worlds == null ? plant(waymark) : worlds;
      if (handedTo != null && handedTo != asking) {
        made = made.loggedInAgain();
      }
      worlds = made;
      handedTo = asking;
      return made;
    }
  }
}
