package io.waymark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.waymark.embedded.Options;
import io.waymark.embedded.Options.PlatformAdmin;
import io.waymark.embedded.Progress;
import io.waymark.embedded.Waymark;
import io.waymark.embedded.gateway.Gateway;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// The real functions in a service that keeps nothing, as that of `demo`: started by the first test
/// that wants a [Waymark], shared by all that do, ended with their process.
public final class RunningService implements ParameterResolver {
  /// A member of the tenant `platform`.
  public static final PlatformAdmin OPERATOR =
      new PlatformAdmin("operator@waymark.example", "the operator's long password");

  /// A machine that is slow is no failure of the service.
  public static final Map<String, String> PATIENT =
      Map.of("waymark.calls.patience", "2m", "waymark.passwords.patience", "2m");

  /// A service on a free port, of the functions that were built.
  ///
  /// @param data where it keeps what it is given; nothing where empty
  public static Options options(Optional<Path> data) {
    Path functions = Path.of("..", "embedded", "target", "functions");
    assertThat(functions)
        .as("the functions' archives; ./mvnw verify builds them, from the root")
        .isDirectory();
    return new Options(
        new Gateway.Address("127.0.0.1", 0),
        data,
        functions,
        Optional.of(OPERATOR),
        PATIENT,
        Optional.empty());
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Waymark.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return Running.WAYMARK;
  }

  /// Not in a store of JUnit's, which ends with each class where classes are dealt out to several
  /// processes.
  private static final class Running {
    static final Waymark WAYMARK = Waymark.start(options(Optional.empty()), Progress.SILENT);

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(WAYMARK::close, "running-service-ends"));
    }
  }
}
