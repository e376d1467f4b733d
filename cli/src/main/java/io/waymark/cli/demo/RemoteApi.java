package io.waymark.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// A service that somebody else runs, embedded or deployed, as whoever has a credential sees it.
/// What it does not do is a [RuntimeException] of one line.
public final class RemoteApi implements AutoCloseable {
  /// Of the environment, so that no secret stands in a list of processes.
  static final String API_KEY = "WAYMARK_API_KEY";

  static final String EMAIL = "WAYMARK_EMAIL";
  static final String PASSWORD = "WAYMARK_PASSWORD";

  private static final Screen SILENT =
      new Screen(
          new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
          false,
          false);

  private final Api api;
  private final Screen screen;

  private RemoteApi(Api api, Screen screen) {
    this.api = api;
    this.screen = screen;
  }

  /// Logs in to the service at `host`, and again for as long as it is asked.
  ///
  /// @param environment has an API key, or a member's e-mail address and password
  /// @param quiet says nothing of how far it is
  public static RemoteApi at(URI host, Map<String, String> environment, boolean quiet) {
    Api api = new Api(host);
    try {
      authorize(api, environment);
      return new RemoteApi(api, quiet ? SILENT : Screen.standard());
    } catch (RuntimeException refused) {
      api.close();
      throw refused;
    }
  }

  private static void authorize(Api api, Map<String, String> environment) {
    String key = environment.getOrDefault(API_KEY, "");
    if (!key.isEmpty()) {
      api.authorizeByKey(key);
      return;
    }
    String email =
        Optional.ofNullable(environment.get(EMAIL))
            .orElseThrow(
                () ->
                    new StepException(
                        "--host needs a credential in the environment: %s, or %s and %s"
                            .formatted(API_KEY, EMAIL, PASSWORD)));
    api.logIn(new LogIn(email, environment.getOrDefault(PASSWORD, "")));
  }

  /// Uploads a file and waits for what becomes of it.
  ///
  /// @param kind `items` or `interactions`
  public void upload(String kind, Path file) {
    new Uploads(api, screen, Waits.USUAL).upload(kind, file);
  }

  public JsonNode get(String path) {
    return api.get(path);
  }

  public JsonNode post(String path, Map<String, Object> body) {
    return api.post(path, body);
  }

  @Override
  public void close() {
    api.close();
  }
}
